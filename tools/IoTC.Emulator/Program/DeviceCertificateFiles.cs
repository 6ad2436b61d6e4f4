using System.IO;
using IoTC.Emulator.Security;

namespace IoTC.Emulator;

/// <summary>Writes a device's certificate where a client can read it.</summary>
internal static class DeviceCertificateFiles
{
    /// <returns>The certificate's path; the key lies beside it.</returns>
    public static string Write(DeviceCertificate certificate, string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.GetFullPath(Path.Combine(folder, certificate.RegistrationId + ".pem"));
        File.WriteAllText(path, certificate.CertificatePem);
        SecretFile.Write(Path.ChangeExtension(path, ".key.pem"), certificate.PrivateKeyPem.TrimEnd('\n'));
        return path;
    }
}
