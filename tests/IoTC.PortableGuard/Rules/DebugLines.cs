using System;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace IoTC.PortableGuard.Rules;

/// <summary>Finds the source line of an instruction in the debug information inside an image.</summary>
internal sealed class DebugLines : IDisposable
{
    private readonly MetadataReaderProvider? _provider;
    private readonly MetadataReader? _lines;

    public DebugLines(PEReader image)
    {
        DebugDirectoryEntry entry = image.ReadDebugDirectory().FirstOrDefault(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        if (entry.DataSize == 0) return;
        _provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        _lines = _provider.GetMetadataReader();
    }

    public void Dispose() => _provider?.Dispose();

    /// <summary>The place as <c>file(line)</c>, or null when none is recorded.</summary>
    public string? Find(MethodDefinitionHandle method, int offset)
    {
        string? place = null;
        if (_lines == null) return place;
        MethodDebugInformation information = _lines.GetMethodDebugInformation(method);
        foreach (SequencePoint point in information.GetSequencePoints())
        {
            if (point.Offset > offset && place != null) break;
            if (!point.IsHidden) place = $"{_lines.GetString(_lines.GetDocument(point.Document).Name)}({point.StartLine})";
        }

        return place;
    }
}
