using System;
using System.Collections.Generic;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>DPS as a script: replies that were queued, then one "assigning" and the assignment.</summary>
internal sealed class ScriptedDps
{
    public Queue<Func<HttpRequest, DpsReply>> Script { get; } = new();

    public string AssignedHub { get; set; } = ScriptedCloud.HubHost;

    public string DeviceId { get; set; } = "dev1";

    public ScriptedDps Then(DpsReply reply)
    {
        Script.Enqueue(_ => reply);
        return this;
    }

    public void Handle(CloudConnection connection)
    {
        while (HttpRequest.TryRead(connection.Received) is { } request)
        {
            connection.Requests.Add(request);
            DpsReply reply = Script.Count > 0 ? Script.Dequeue()(request) : Default(request);
            connection.Send(reply.Bytes);
            if (reply.CloseStatus is { } status) connection.Close(status);
        }
    }

    private DpsReply Default(HttpRequest request) => request.Method == "PUT" ? DpsReply.Assigning() : DpsReply.Assigned(AssignedHub, DeviceId);
}
