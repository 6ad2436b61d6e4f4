using System;
using System.Collections.Generic;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace IoTC.PortableGuard.Rules;

/// <content>Locals, instructions and what they name.</content>
internal sealed partial class MetadataRules
{
    private static readonly HashSet<OpCode> UnknownToBoards =
    [
        OpCodes.Arglist, OpCodes.Calli, OpCodes.Cpblk, OpCodes.Initblk, OpCodes.Jmp, OpCodes.Localloc,
        OpCodes.Mkrefany, OpCodes.Refanytype, OpCodes.Refanyval, OpCodes.Volatile,
    ];

    private void CheckBody(MethodDefinitionHandle method, MethodBodyBlock body)
    {
        string start = Line(method, 0);
        if (!body.LocalSignature.IsNil)
        {
            _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_text, null);
            ReportSignature(start);
        }

        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            if (!region.CatchType.IsNil) CheckTypeHandle(region.CatchType, Line(method, region.HandlerOffset));
        }

        foreach (Instruction instruction in InstructionReader.Read(body.GetILReader()))
        {
            CheckInstruction(instruction, Line(method, instruction.Offset));
        }
    }

    private void CheckInstruction(Instruction instruction, string place)
    {
        string name = instruction.Code.Name!;
        if (name.Contains(".ovf", StringComparison.Ordinal)) Report(place, $"{name} is checked arithmetic, which never throws on a board");
        if (UnknownToBoards.Contains(instruction.Code)) Report(place, $"{name} does not run on a board");
        if (instruction.Token != 0) CheckToken(MetadataTokens.Handle(instruction.Token), place);
    }

    private void CheckToken(Handle token, string place)
    {
        switch (token.Kind)
        {
            case HandleKind.TypeReference or HandleKind.TypeSpecification:
                CheckTypeHandle((EntityHandle)token, place);
                break;
            case HandleKind.MemberReference:
                CheckMemberReference((MemberReferenceHandle)token, place);
                break;
            case HandleKind.MethodSpecification:
                Report(place, "a generic method is called, which crashes a board at load");
                break;
            case HandleKind.UserString:
                string text = _reader.GetUserString((UserStringHandle)token);
                if (text.Contains('\0')) Report(place, "a string literal holds U+0000, where a board's string ends");
                break;
        }
    }

    private string Line(MethodDefinitionHandle method, int offset) =>
        _lines.Find(method, offset) ?? Declaration(
            _reader.Name(_reader.GetMethodDefinition(method).GetDeclaringType()),
            _reader.GetString(_reader.GetMethodDefinition(method).Name));
}
