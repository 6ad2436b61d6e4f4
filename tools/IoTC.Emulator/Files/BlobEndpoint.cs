using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using System.Xml;
using IoTC.Emulator.Devices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IoTC.Emulator.Files;

/// <summary>The storage's part of an upload: Put Blob, Put Block, Put Block List of block blobs, with a SAS each.</summary>
internal sealed class BlobEndpoint(EmulatorClock clock, DeviceRegistry devices, FileService files, EmulatorFaults faults)
{
    private const int MaxBlockBytes = 100 * 1024 * 1024;
    private const int MaxIdBytes = 64;
    private const string Root = "/" + FileService.Container + "/";

    private readonly ConcurrentDictionary<string, Blob> _blobs = new();

    public static bool Serves(PathString path) => path.Value?.StartsWith(Root, StringComparison.Ordinal) == true;

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.Date = clock.UtcNow.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        if (faults.Storage.TryTake(out StorageFault? fault) && await ApplyAsync(context, fault))
        {
            return;
        }

        string name = context.Request.Path.Value![Root.Length..];
        string[] parts = name.Split('/', 2);
        if (!HttpMethods.IsPut(context.Request.Method))
        {
            await RefuseAsync(context, 405, "UnsupportedHttpVerb");
        }
        else if (!files.Access.Allows(context.Request.Query, FileService.Container, name, clock.UtcNow))
        {
            await RefuseAsync(context, 403, "AuthenticationFailed");
        }
        else if (parts.Length < 2 || devices.Find(parts[0]) is not { } device)
        {
            await RefuseAsync(context, 404, "ContainerNotFound");
        }
        else if (context.Request.ContentLength is not { } length)
        {
            await RefuseAsync(context, 411, "MissingContentLengthHeader");
        }
        else if (length > MaxBlockBytes)
        {
            await RefuseAsync(context, 413, "RequestBodyTooLarge");
        }
        else
        {
            await StoreAsync(context, device, name, await ReadAsync(context, (int)length));
        }
    }

    private async Task StoreAsync(HttpContext context, EmulatedDevice device, string name, byte[] body)
    {
        Blob blob = _blobs.GetOrAdd(name, static _ => new Blob());
        string? refusal = context.Request.Query["comp"].ToString() switch
        {
            "" => PutBlob(context, device, blob, name, body),
            "block" => PutBlock(context.Request.Query["blockid"].ToString(), blob, body),
            "blocklist" => PutBlockList(device, blob, name, body),
            _ => "InvalidQueryParameterValue",
        };
        if (refusal is not null)
        {
            await RefuseAsync(context, 400, refusal);
            return;
        }

        context.Response.StatusCode = 201;
        context.Response.ContentLength = 0;
    }

    private static string? PutBlob(HttpContext context, EmulatedDevice device, Blob blob, string name, byte[] body)
    {
        if (context.Request.Headers["x-ms-blob-type"] != "BlockBlob")
        {
            return "InvalidHeaderValue";
        }

        blob.Put();
        device.Store(new UploadedFile(name, body, 0));
        return null;
    }

    private static string? PutBlock(string id, Blob blob, byte[] body)
    {
        byte[] decoded = new byte[id.Length];
        if (id.Length == 0 || !Convert.TryFromBase64String(id, decoded, out int count) || count > MaxIdBytes)
        {
            return "InvalidQueryParameterValue";
        }

        return body.Length == 0 ? "InvalidHeaderValue" : blob.TryPutBlock(id, body) ? null : "InvalidBlobOrBlock";
    }

    private static string? PutBlockList(EmulatedDevice device, Blob blob, string name, byte[] body)
    {
        if (ParseList(body) is not { } list)
        {
            return "InvalidXmlDocument";
        }

        if (list.Count > Blob.MaxBlocks)
        {
            return "BlockListTooLong";
        }

        if (blob.Commit(list) is not { } content)
        {
            return "InvalidBlockList";
        }

        device.Store(new UploadedFile(name, content, list.Count));
        return null;
    }

    private static List<(string Kind, string Id)>? ParseList(byte[] body)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var document = new XmlDocument { XmlResolver = null };
            document.Load(reader);
            if (document.DocumentElement is not { Name: "BlockList" } root)
            {
                return null;
            }

            List<(string, string)> list = [];
            foreach (XmlNode node in root.ChildNodes)
            {
                if (node.Name is not ("Latest" or "Committed" or "Uncommitted"))
                {
                    return null;
                }

                list.Add((node.Name, node.InnerText));
            }

            return list;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContext context, int length)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        byte[] body = new byte[length];
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        return body;
    }

    private static async Task<bool> ApplyAsync(HttpContext context, StorageFault fault)
    {
        if (fault.IsClose)
        {
            // In the middle of the body, when there is one.
            byte[] some = ArrayPool<byte>.Shared.Rent(1024);
            _ = await context.Request.Body.ReadAsync(some.AsMemory(0, 1024), context.RequestAborted);
            ArrayPool<byte>.Shared.Return(some);
            context.Abort();
            return true;
        }

        if (fault.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await RefuseAsync(context, fault.StatusCode, fault.Code);
        return true;
    }

    private static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        context.Response.Headers["x-ms-error-code"] = code;
        return context.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>Refused by the emulator.</Message></Error>", context.RequestAborted);
    }
}
