using System;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests;

[TestFixture]
public sealed class ValidatorTests
{
    [Test]
    public void RootsAreNeeded() => Assert.That(() => new ServerCertificateValidator(null!), Throws.TypeOf<ArgumentNullException>());
}
