using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace IoTC.Nano.Tests.DotNet;

/// <summary>
/// What is alive behind an object, found by walking its fields. Sizes are those of a board by estimate: its heap is made of blocks of 12 bytes, one for
/// an object's header, one for each field, one for each reference in an array, and as many as the bytes need for an array of bytes or a string.
/// </summary>
internal sealed class ObjectGraph
{
    private const int Block = 12;
    private const int LargeArray = 1024;

    private readonly HashSet<object> _seen = new HashSet<object>(ReferenceEqualityComparer.Instance);

    public ObjectGraph(object root) => Visit(root);

    /// <summary>Objects, the large arrays included.</summary>
    public int Objects => _seen.Count;

    /// <summary>Bytes, the large arrays not included.</summary>
    public int Bytes { get; private set; }

    /// <summary>Bytes of arrays of 1 KB and more: the buffers.</summary>
    public int BufferBytes { get; private set; }

    private void Visit(object? value)
    {
        // The test's own objects, what is compiled in (on a board: in flash), and the runtime's are not the client's.
        if (value == null || value is Delegate || value is Type || (value is string text && string.IsInterned(text) != null)) return;
        if (value.GetType().Namespace?.StartsWith("IoTC.Nano.Tests", StringComparison.Ordinal) == true || !_seen.Add(value)) return;
        if (value is string kept) Bytes += Blocks(kept.Length + 1);
        else if (value is Array array) VisitArray(array);
        else Add(Block + VisitFields(value));
    }

    // Its argument has been worked out before the sum is read; += would lose what lies deeper.
    private void Add(int bytes) => Bytes += bytes;

    private void VisitArray(Array array)
    {
        Type element = array.GetType().GetElementType()!;
        if (element.IsPrimitive)
        {
            int bytes = Blocks(Buffer.ByteLength(array));
            if (bytes >= LargeArray) BufferBytes += bytes;
            else Bytes += bytes;
            return;
        }

        Bytes += Block + (Block * array.Length);
        foreach (object? item in array)
        {
            if (element.IsValueType) Add(Block + VisitFields(item!));
            else Visit(item);
        }
    }

    private int VisitFields(object value)
    {
        int bytes = 0;
        for (Type? type = value.GetType(); type != null && type != typeof(object) && type != typeof(ValueType); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                object? held = field.GetValue(value);
                bytes += Block;
                if (field.FieldType.IsValueType && !field.FieldType.IsPrimitive && !field.FieldType.IsEnum) bytes += VisitFields(held!);
                else if (!field.FieldType.IsValueType) Visit(held);
            }
        }

        return bytes;
    }

    private static int Blocks(int bytes) => Block + ((bytes + Block - 1) / Block * Block);
}
