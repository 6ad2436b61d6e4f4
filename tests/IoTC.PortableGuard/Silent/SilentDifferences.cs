using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.PortableGuard.Compiling;
using IoTC.PortableGuard.Listing;
using IoTC.PortableGuard.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace IoTC.PortableGuard.Silent;

/// <summary>Code that a board compiles and runs, and that does something else there than on .NET, without a word.</summary>
internal static class SilentDifferences
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp10);

    public static IReadOnlyList<Violation> Find(IEnumerable<SourceFile> sources, BoardLibrary library)
    {
        SyntaxTree[] trees = [.. sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, Language, source.Path))];
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Portable", trees, [library.Reference], options);
        return [.. trees.SelectMany(tree => Find(tree, compilation.GetSemanticModel(tree)))];
    }

    private static IEnumerable<Violation> Find(SyntaxTree tree, SemanticModel model) =>
        from node in tree.GetRoot().DescendantNodes()
        let reason = ReasonOfSyntax(node, model) ?? (model.GetOperation(node) is { } operation && operation.Syntax == node ? ReasonOf(operation) : null)
        where reason != null
        select new Violation(SourceMap.Text(node.GetLocation()), reason);

    private static string? ReasonOfSyntax(SyntaxNode node, SemanticModel model) => node switch
    {
        CheckedExpressionSyntax or CheckedStatementSyntax when node.GetFirstToken().IsKind(SyntaxKind.CheckedKeyword) => "checked never throws on a board",
        ConstructorDeclarationSyntax { Modifiers: var modifiers } when modifiers.Any(SyntaxKind.StaticKeyword) => "a static constructor runs before Main on a board, and its exceptions are swallowed",
        // ArgumentException is thrown by this code's own checks, by no board.
        CatchDeclarationSyntax declaration when model.GetTypeInfo(declaration.Type).Type?.ToDisplayString() is not ("System.Exception" or "System.ArgumentException") => "a board throws other types; catch Exception",
        CommonForEachStatementSyntax loop when IsString(model.GetTypeInfo(loop.Expression).Type) => "a string is counted through for each character on a board; call ToCharArray once",
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal when literal.Token.ValueText.Contains('\0') => "a board's string ends at U+0000",
        _ => null,
    };

    private static string? ReasonOf(IOperation operation)
    {
        switch (operation)
        {
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance.Type: var type } when IsString(type):
                return "s[i] is counted from the start on a board, and splits pairs; call ToCharArray once, or work on bytes";
            case IInvocationOperation call:
                return ReasonOfCall(call);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum when IsString(sum.Type):
                return ReasonOfText(sum.LeftOperand) ?? ReasonOfText(sum.RightOperand);
            case IInterpolationOperation hole:
                return ReasonOfText(hole.Expression);
            default:
                return null;
        }
    }

    private static string? ReasonOfCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.Name == "ToString" && call.Instance != null) return ReasonOfText(call.Instance);
        if (method.ContainingType.Name == "StringBuilder" && method.Name == "AppendLine") return "AppendLine writes CRLF on a board";
        if (IsString(method.ContainingType) && method.Name is "IndexOf" or "LastIndexOf" && call.Arguments.FirstOrDefault()?.Value.ConstantValue is { HasValue: true, Value: "" })
        {
            return "IndexOf(\"\") throws on a board";
        }

        bool makesText = (method.ContainingType.Name == "StringBuilder" && method.Name is "Append" or "Insert") || (IsString(method.ContainingType) && method.Name is "Concat" or "Format");
        return makesText ? call.Arguments.Select(argument => ReasonOfText(argument.Value)).FirstOrDefault(reason => reason != null) : null;
    }

    private static string? ReasonOfText(IOperation value)
    {
        while (value is IConversionOperation { IsImplicit: true } conversion) value = conversion.Operand;
        if (value.Type?.TypeKind == TypeKind.Enum) return "an enum prints its number on a board";
        return value.Type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single ? "a board prints a double with 16 digits" : null;
    }

    private static bool IsString(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_String;
}
