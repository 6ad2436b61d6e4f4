using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.CompilerServices;
using IoTC.Mqtt;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>Copies a graph of objects, so that an exploration can go on from the same state in several ways.</summary>
internal sealed class DeepCopy
{
    private static readonly Dictionary<Type, FieldInfo[]> References = [];
    private readonly Dictionary<object, object> _copies = new(ReferenceEqualityComparer.Instance);

    public static T Of<T>(T original)
        where T : class
        => (T)new DeepCopy().Copy(original);

    private object Copy(object original)
    {
        Type type = original.GetType();
        if (IsShared(original, type)) return original;
        if (_copies.TryGetValue(original, out object? known)) return known;
        if (original is Array array) return CopyArray(array, type.GetElementType()!);

        object copy = MemberwiseClone(original);
        _copies.Add(original, copy);
        CopyFields(copy, type);
        return copy;
    }

    private void CopyFields(object copy, Type type)
    {
        foreach (FieldInfo field in ReferenceFields(type))
        {
            object? value = field.GetValue(copy);
            if (value == null) continue;
            if (field.FieldType.IsValueType) CopyFields(value, field.FieldType);
            else value = Copy(value);
            field.SetValue(copy, value);
        }
    }

    private Array CopyArray(Array array, Type element)
    {
        if (array.Length == 0) return array;
        var copy = (Array)array.Clone();
        _copies.Add(array, copy);
        if (element.IsPrimitive || element.IsEnum || !HoldsReferences(element)) return copy;
        for (int i = 0; i < copy.Length; i++)
        {
            object? value = copy.GetValue(i);
            if (value == null) continue;
            if (element.IsValueType) CopyFields(value, element);
            else value = Copy(value);
            copy.SetValue(value, i);
        }

        return copy;
    }

    // Strings, functions, comparers, packets and settings never change.
    private static bool IsShared(object original, Type type)
        => original is string or Delegate or WirePacket or Scenario or ModelSettings or MqttSessionOptions || (type.Namespace == "System.Collections.Generic" && type.Name.Contains("Comparer", StringComparison.Ordinal));

    private static bool HoldsReferences(Type type) => !type.IsValueType || ReferenceFields(type).Length > 0;

    private static FieldInfo[] ReferenceFields(Type type)
    {
        lock (References)
        {
            if (References.TryGetValue(type, out FieldInfo[]? known)) return known;
            var fields = new List<FieldInfo>();
            for (Type? t = type; t != null; t = t.BaseType)
            {
                foreach (FieldInfo field in t.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPrimitive && !field.FieldType.IsEnum && (!field.FieldType.IsValueType || ReferenceFields(field.FieldType).Length > 0)) fields.Add(field);
                }
            }

            return References[type] = [.. fields];
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "MemberwiseClone")]
    private static extern object MemberwiseClone(object original);
}
