using System;
using System.IO;
using System.Linq;
using System.Reflection;
using IoTC.Core.Tests.Mqtt;

// Writes docs/mqtt-conformance.md from the compiled tests: the newest build of each project.
string root = ConformanceReport.FindRoot(AppContext.BaseDirectory);
Assembly?[] tests = [Newest("IoTC.Core.Tests"), Newest(ConformanceReport.SocketTests)];
if (tests.Contains(null))
{
    Console.Error.WriteLine("Build the tests first: dotnet build tests/IoTC.Core.Tests");
    return 1;
}

string report = ConformanceReport.Write(ConformanceReport.ReadStatements(root), ConformanceReport.FindTests(tests!));
File.WriteAllText(Path.Combine(root, ConformanceReport.DocumentPath), report);
Console.WriteLine(ConformanceReport.DocumentPath + " written");
return 0;

Assembly? Newest(string project)
{
    var folder = new DirectoryInfo(Path.Combine(root, "tests", project, "bin"));
    FileInfo? file = !folder.Exists ? null : folder.EnumerateFiles(project + ".dll", SearchOption.AllDirectories).OrderByDescending(candidate => candidate.LastWriteTimeUtc).FirstOrDefault();
    return file == null ? null : Assembly.LoadFrom(file.FullName);
}
