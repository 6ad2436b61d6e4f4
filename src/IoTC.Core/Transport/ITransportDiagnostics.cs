namespace IoTC.Transport;

/// <summary>Says more about the last failure than its <see cref="TransportStatus"/> can. A transport may implement it.</summary>
public interface ITransportDiagnostics
{
    /// <summary>What failed last: the rule, the certificate, the address. One sentence without a final stop and without secrets; empty when nothing failed.</summary>
    string LastFailure { get; }
}
