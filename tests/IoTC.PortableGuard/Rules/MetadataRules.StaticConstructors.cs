using System;
using System.Collections.Generic;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace IoTC.PortableGuard.Rules;

/// <content>Static initialisers: a board runs all of them before Main, used or not, and swallows their exceptions.</content>
internal sealed partial class MetadataRules
{
    private const string InitializeArray =
        "System.Void System.Runtime.CompilerServices.RuntimeHelpers::InitializeArray(System.Array,System.RuntimeFieldHandle)";

    private const string NewObject = "System.Void System.Object::.ctor()";

    private static readonly HashSet<OpCode> Trivial =
    [
        OpCodes.Nop, OpCodes.Dup, OpCodes.Ret, OpCodes.Ldnull, OpCodes.Ldstr, OpCodes.Ldtoken, OpCodes.Newarr, OpCodes.Stsfld,
    ];

    private void CheckStaticConstructor(MethodDefinitionHandle method, MethodBodyBlock body)
    {
        foreach (Instruction instruction in InstructionReader.Read(body.GetILReader()))
        {
            if (IsTrivial(instruction)) continue;
            Report(Line(method, instruction.Offset), $"a static initialiser does work ({Describe(instruction)}); a board runs it before Main and hides its failure");
        }
    }

    private bool IsTrivial(Instruction instruction)
    {
        OpCode code = instruction.Code;
        string name = code.Name!;
        return Trivial.Contains(code)
            || name.StartsWith("ldc.", StringComparison.Ordinal)
            || name.StartsWith("conv.", StringComparison.Ordinal)
            || name.StartsWith("stelem", StringComparison.Ordinal)
            || (code == OpCodes.Call && Callee(instruction) == InitializeArray)
            || (code == OpCodes.Newobj && (Callee(instruction) == NewObject || IsClosure(instruction)));
    }

    /// <summary>Whether an instruction makes the compiler's own holder of lambdas that capture nothing.</summary>
    private bool IsClosure(Instruction instruction)
    {
        Handle token = MetadataTokens.Handle(instruction.Token);
        if (token.Kind != HandleKind.MethodDefinition) return false;
        TypeDefinitionHandle type = _reader.GetMethodDefinition((MethodDefinitionHandle)token).GetDeclaringType();
        return _reader.GetString(_reader.GetTypeDefinition(type).Name).StartsWith("<>c", StringComparison.Ordinal);
    }

    private string Describe(Instruction instruction) =>
        Callee(instruction) is { } callee ? $"{instruction.Code.Name} {callee}" : instruction.Code.Name!;

    private string? Callee(Instruction instruction)
    {
        if (instruction.Token == 0 || instruction.Code.OperandType != OperandType.InlineMethod) return null;
        Handle token = MetadataTokens.Handle(instruction.Token);
        if (token.Kind == HandleKind.MemberReference)
        {
            string text = Text(_reader.GetMemberReference((MemberReferenceHandle)token));
            _text.TakeProblems(); // Reported with the instruction already.
            return text;
        }

        if (token.Kind != HandleKind.MethodDefinition) return null;
        MethodDefinition method = _reader.GetMethodDefinition((MethodDefinitionHandle)token);
        return $"{_reader.Name(method.GetDeclaringType())}::{_reader.GetString(method.Name)}";
    }
}
