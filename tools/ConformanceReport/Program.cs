using System;
using System.IO;
using System.Linq;
using System.Reflection;
using IoTC.Core.Tests.Mqtt;

// Writes docs/mqtt-conformance.md from the compiled tests: the newest build, or the assembly named as the argument.
string root = ConformanceReport.FindRoot(AppContext.BaseDirectory);
string? path = args.Length > 0
    ? Path.GetFullPath(args[0])
    : new DirectoryInfo(Path.Combine(root, "tests/IoTC.Core.Tests/bin")).EnumerateFiles("IoTC.Core.Tests.dll", SearchOption.AllDirectories)
        .OrderByDescending(file => file.LastWriteTimeUtc).FirstOrDefault()?.FullName;
if (path == null)
{
    Console.Error.WriteLine("Build the tests first: dotnet build tests/IoTC.Core.Tests");
    return 1;
}

string report = ConformanceReport.Write(ConformanceReport.ReadStatements(root), ConformanceReport.FindTests(Assembly.LoadFrom(path)));
File.WriteAllText(Path.Combine(root, ConformanceReport.DocumentPath), report);
Console.WriteLine(ConformanceReport.DocumentPath + " written from " + Path.GetRelativePath(root, path));
return 0;
