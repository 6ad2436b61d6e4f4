using System;
using System.IO;
using System.Reflection;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace IoTC.Emulator.Rest;

/// <summary>The dashboard: a page, its style and its script, from within the program. It does what the service API does, and may do no more than that.</summary>
internal static class DashboardFiles
{
    // Nothing inline, nothing from elsewhere, no text that becomes markup, no frame around it.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>The file at a path; null when there is none.</summary>
    public static string? Find(PathString path) => path.Value switch
    {
        "/" => "index.html",
        "/dashboard.css" => "dashboard.css",
        "/dashboard.js" => "dashboard.js",
        "/dashboard.svg" => "dashboard.svg",
        _ => null,
    };

    public static async Task SendAsync(HttpContext context, string file)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";
        context.Response.ContentType = ContentType(file);
        await using Stream content = Open(file);
        context.Response.ContentLength = content.Length;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static Stream Open(string file) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream($"Dashboard/{file}") ?? throw new InvalidOperationException($"{file} is not in the program.");

    private static string ContentType(string file) => Path.GetExtension(file) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
}
