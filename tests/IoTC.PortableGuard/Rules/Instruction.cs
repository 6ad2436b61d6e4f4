using System.Reflection.Emit;

namespace IoTC.PortableGuard.Rules;

/// <summary>One IL instruction; <paramref name="Token"/> is 0 when its operand is not a metadata token.</summary>
internal readonly record struct Instruction(int Offset, OpCode Code, int Token);
