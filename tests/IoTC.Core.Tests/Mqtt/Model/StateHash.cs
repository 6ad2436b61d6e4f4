using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using IoTC.Buffers;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>
/// A 64-bit hash of everything in a graph of objects that can decide what happens later. Of a buffer only its content counts, of a ring only what it holds in order;
/// names of times are passed over, because time stands still in an exploration.
/// </summary>
internal sealed class StateHash
{
    private static readonly Dictionary<Type, FieldInfo[]> Fields = [];
    private readonly Dictionary<object, int> _seen = new(ReferenceEqualityComparer.Instance);
    private ulong _hash = 14695981039346656037;

    public static ulong Of(object state)
    {
        var hash = new StateHash();
        hash.Add(state);
        return hash._hash;
    }

    private void Mix(ulong value)
    {
        _hash = (_hash ^ value) * 0x9E3779B97F4A7C15;
        _hash ^= _hash >> 29;
    }

    private void Add(object? value)
    {
        switch (value)
        {
            case null: Mix(0x11); return;
            case bool flag: Mix(flag ? 3u : 2u); return;
            case string text: Mix((ulong)text.Length); return;
            case IConvertible number: Mix((ulong)number.ToInt64(null)); return;
            case Delegate: return;
        }

        Type type = value.GetType();
        if (!type.IsValueType)
        {
            // The same object twice is another state than two objects that are alike.
            bool isKnown = _seen.TryGetValue(value, out int index);
            if (isKnown)
            {
                Mix((ulong)index + 1000);
                return;
            }

            _seen.Add(value, _seen.Count);
        }

        AddObject(value, type);
    }

    private void AddObject(object value, Type type)
    {
        switch (value)
        {
            case ReceiveBuffer received:
                AddBytes(received.Array, received.Start, received.Count);
                return;
            case SendBuffer sent:
                AddBytes(sent.Array, sent.End - sent.Count, sent.Count);
                Mix(sent.IsSending ? 1u : 0u);
                Mix(sent.IsSending ? (ulong)sent.Room : 0);
                return;
            case byte[] bytes:
                AddBytes(bytes, 0, bytes.Length);
                return;
            case HashSet<int> set:
                ulong sum = 0;
                foreach (int item in set) sum += ((ulong)item + 77) * 0xD6E8FEB86659FD93;
                Mix(sum);
                return;
            case IEnumerable items:
                foreach (object? item in items) Add(item);
                Mix(0x55);
                return;
        }

        if (SessionParts.TryGetContent(value, type, out IEnumerable content))
        {
            foreach (object? item in content) Add(item);
            Mix(0x77);
            return;
        }

        foreach (FieldInfo field in FieldsOf(type)) Add(field.GetValue(value));
    }

    private void AddBytes(byte[] bytes, int offset, int count)
    {
        Mix((ulong)count);
        for (int i = 0; i < count; i++) Mix(bytes[offset + i]);
    }

    private static FieldInfo[] FieldsOf(Type type)
    {
        lock (Fields)
        {
            if (Fields.TryGetValue(type, out FieldInfo[]? known)) return known;
            FieldInfo[] all = type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
            return Fields[type] = Array.FindAll(all, f => !f.Name.EndsWith("Ms", StringComparison.Ordinal) && !f.Name.EndsWith("Options", StringComparison.OrdinalIgnoreCase));
        }
    }
}
