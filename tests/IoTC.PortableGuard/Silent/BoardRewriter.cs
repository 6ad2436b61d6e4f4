using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IoTC.PortableGuard.Silent;

/// <summary>Puts a board's behaviour in the place of .NET's: strings that end at U+0000, divisions that throw plain exceptions.</summary>
internal sealed class BoardRewriter(SemanticModel model) : CSharpSyntaxRewriter
{
    /// <summary>How many places were changed.</summary>
    public int Count { get; private set; }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        bool isGetString = model.GetSymbolInfo(node).Symbol is IMethodSymbol { Name: "GetString", ContainingNamespace: var space } && space.ToDisplayString() == "System.Text";
        var visited = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        if (!isGetString || visited.Expression is not MemberAccessExpressionSyntax member) return visited;
        return Call("GetString", [SyntaxFactory.Argument(member.Expression), .. visited.ArgumentList.Arguments]).WithTriviaFrom(visited);
    }

    public override SyntaxNode? VisitObjectCreationExpression(ObjectCreationExpressionSyntax node)
    {
        bool isString = model.GetTypeInfo(node).Type?.SpecialType == SpecialType.System_String;
        var visited = (ObjectCreationExpressionSyntax)base.VisitObjectCreationExpression(node)!;
        return isString ? Call("NewString", [.. visited.ArgumentList!.Arguments]).WithTriviaFrom(visited) : visited;
    }

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        bool isDivision = node.IsKind(SyntaxKind.DivideExpression) || node.IsKind(SyntaxKind.ModuloExpression);
        bool isConstant = isDivision && model.GetConstantValue(node.Right).HasValue;
        var visited = (BinaryExpressionSyntax)base.VisitBinaryExpression(node)!;
        if (!isDivision || isConstant) return visited;
        string name = node.IsKind(SyntaxKind.DivideExpression) ? "Divide" : "Remainder";
        return Call(name, [SyntaxFactory.Argument(visited.Left.WithoutTrivia()), SyntaxFactory.Argument(visited.Right.WithoutTrivia())]).WithTriviaFrom(visited);
    }

    private InvocationExpressionSyntax Call(string name, ArgumentSyntax[] arguments)
    {
        Count++;
        return SyntaxFactory.InvocationExpression(
            SyntaxFactory.ParseExpression("global::BoardShim." + name),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments, Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken), arguments.Length - 1))));
    }
}
