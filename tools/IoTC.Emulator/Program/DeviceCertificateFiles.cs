using System.IO;
using IoTC.Emulator.Security;

namespace IoTC.Emulator;

/// <summary>Writes a device's certificate where a client can read it.</summary>
internal static class DeviceCertificateFiles
{
    /// <summary>The certificate written earlier; null when it is not there any more.</summary>
    public static string? Find(string registrationId, string folder) => GetPath(registrationId, folder) is var path && File.Exists(path) ? path : null;

    /// <returns>The certificate's path; the key lies beside it.</returns>
    public static string Write(DeviceCertificate certificate, string folder)
    {
        Directory.CreateDirectory(folder);
        string path = GetPath(certificate.RegistrationId, folder);
        File.WriteAllText(path, certificate.CertificatePem);
        SecretFile.Write(Path.ChangeExtension(path, ".key.pem"), certificate.PrivateKeyPem.TrimEnd('\n'));
        return path;
    }

    private static string GetPath(string registrationId, string folder) => Path.GetFullPath(Path.Combine(folder, registrationId + ".pem"));
}
