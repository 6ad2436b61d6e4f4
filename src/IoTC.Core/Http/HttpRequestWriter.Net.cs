namespace IoTC.Http;

/// <content>A body that is sent from where it lies.</content>
internal sealed partial class HttpRequestWriter
{
    /// <summary>Ends the head of a request whose body the caller sends after it.</summary>
    /// <param name="count">Length of the body in bytes.</param>
    public void EndBeforeBody(long count)
    {
        _output.Append("Content-Length: ");
        _output.AppendNumber(count);
        AppendLineEnd();
        AppendLineEnd();
    }
}
