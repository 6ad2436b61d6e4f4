namespace IoTC.Security;

/// <summary>Holds the device key, and signs with it. Implement it to keep the key in a TPM, an HSM or a secure element.</summary>
/// <remarks>
/// Only the code leaves the signer, never the key. It is called by one thread at a time, a few times an hour: for each token.
/// An exception thrown here ends the attempt to connect, and is reported.
/// </remarks>
public interface IKeySigner
{
    /// <summary>Computes HMAC-SHA256 of a message with the device key as bytes (in Base64 it is what the portal shows).</summary>
    /// <param name="data">Where the message is.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <param name="signature">Takes 32 bytes.</param>
    /// <param name="signatureOffset">Where to write them.</param>
    void Sign(byte[] data, int offset, int count, byte[] signature, int signatureOffset);
}
