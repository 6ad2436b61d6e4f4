using System;

namespace IoTC.Conformance;

/// <summary>A transport breaks a rule of the contract.</summary>
public sealed class TransportConformanceException : Exception
{
    public TransportConformanceException()
    {
    }

    public TransportConformanceException(string message)
        : base(message)
    {
    }

    public TransportConformanceException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    public TransportConformanceException(string rule, string message, Exception? inner)
        : base($"{rule}: {message}", inner) => Rule = rule;

    /// <summary>The name of the broken rule.</summary>
    public string Rule { get; } = "";
}
