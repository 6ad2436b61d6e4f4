using System;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt;

/// <summary>Names a normative statement of MQTT 3.1.1 that a test holds, such as <c>MQTT-2.2.2-2</c>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class ConformsAttribute : PropertyAttribute
{
    public ConformsAttribute(string id) : base("Conforms", id) => Id = id;

    public string Id { get; }
}
