using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace IoTC.Emulator.Rest;

/// <summary>One method and path of the service API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Segments; <c>{name}</c> matches any one.</param>
/// <param name="Handler">Serves it.</param>
internal sealed record RestRoute(string Method, string Path, Func<RestRequest, Task<RestResult>> Handler)
{
    private readonly string[] _segments = Path.Split('/');

    public RestRoute(string method, string path, Func<RestRequest, RestResult> handler)
        : this(method, path, request => Task.FromResult(handler(request)))
    {
    }

    /// <summary>What the <c>{names}</c> match; null when the path is another.</summary>
    public Dictionary<string, string>? Match(string[] path)
    {
        if (path.Length != _segments.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < path.Length; i++)
        {
            if (_segments[i].StartsWith('{') && path[i].Length > 0)
            {
                values[_segments[i].Trim('{', '}')] = path[i];
            }
            else if (!string.Equals(_segments[i], path[i], StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        return values;
    }
}
