using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace IoTC.PortableGuard.Rules;

/// <summary>Splits a method body into instructions (ECMA-335 III.1.2).</summary>
internal static class InstructionReader
{
    private const byte TwoBytePrefix = 0xFE;

    private static readonly Dictionary<ushort, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value);

    public static IEnumerable<Instruction> Read(BlobReader il)
    {
        var instructions = new List<Instruction>();
        while (il.RemainingBytes > 0)
        {
            int offset = il.Offset;
            ushort value = il.ReadByte();
            if (value == TwoBytePrefix) value = (ushort)(value << 8 | il.ReadByte());
            OpCode code = Codes[value];
            instructions.Add(new Instruction(offset, code, ReadOperand(ref il, code.OperandType)));
        }

        return instructions;
    }

    private static int ReadOperand(ref BlobReader il, OperandType type)
    {
        switch (type)
        {
            case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineSig or OperandType.InlineString
                or OperandType.InlineTok or OperandType.InlineType:
                return il.ReadInt32();
            case OperandType.InlineSwitch:
                int targets = il.ReadInt32();
                il.Offset += targets * sizeof(int);
                return 0;
            default:
                il.Offset += OperandSize(type);
                return 0;
        }
    }

    private static int OperandSize(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.ShortInlineR => 4,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => throw new NotSupportedException(type.ToString()),
    };
}
