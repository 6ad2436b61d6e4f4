using System;
using System.Security.Cryptography;

namespace IoTC.Fuzz.Targets;

/// <summary>Certificates made once by openssl for these targets alone: always the same, so that a seed repeats a run and a kept input stays what it was.</summary>
internal static class CertificateSeeds
{
    /// <summary>An anchor with name constraints.</summary>
    public const string Root = """
        -----BEGIN CERTIFICATE-----
        MIIBtzCCAV2gAwIBAgIBATAKBggqhkjOPQQDAjAeMQ0wCwYDVQQKDARmdXp6MQ0w
        CwYDVQQDDARyb290MCAXDTI2MTEyNjE2MDYxOFoYDzIwODEwODI5MTYwNjE4WjAe
        MQ0wCwYDVQQKDARmdXp6MQ0wCwYDVQQDDARyb290MFkwEwYHKoZIzj0CAQYIKoZI
        zj0DAQcDQgAE+WKwR1jFDhsegOV5bJUcfio5YMOI8ZBmESrQz1hOEZi3eu+0GzwD
        91E5vV7NZJ/qurgNkxcmV4XnTsEh7FTHPqOBiTCBhjAPBgNVHRMBAf8EBTADAQH/
        MA4GA1UdDwEB/wQEAwICBDAdBgNVHQ4EFgQUQCCypcUZiCP5+gupDqBZIKKmZHkw
        RAYDVR0eAQH/BDowOKAZMAuCCWxvY2FsaG9zdDAKhwh/AAAA/wAAAKEbMAqHCAoA
        AAD/AAAAMA2BC2V4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIQC5VAQFeIK1
        ZttEianz09QE/ulh4y5u6pObj2CJWnvlFgIgVQwXNKuY551c8Lj5PR+ohtL+vrQP
        VMXydw1W+6b7XQA=
        -----END CERTIFICATE-----
        """;

    /// <summary>The key of <see cref="Leaf"/>.</summary>
    public const string LeafKey = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIOZZI9Qf+teTm40R0kUFgBRyvEU43ESaOrm7VbJS/OAroAoGCCqGSM49
        AwEHoUQDQgAEwqS5+oDcZxTW3+ls4tPswemNUCuM9IV/3gkKOGDOxdnaQ/vrNKqU
        AXyRcf7BMyA0JcTFOvxBKdUqLha7S6tuSA==
        -----END EC PRIVATE KEY-----
        """;

    /// <summary>A server's certificate.</summary>
    public const string Leaf = """
        -----BEGIN CERTIFICATE-----
        MIIB7TCCAZKgAwIBAgIBAzAKBggqhkjOPQQDAjAgMQ0wCwYDVQQKDARmdXp6MQ8w
        DQYDVQQDDAZtaWRkbGUwIBcNMjYxMTI2MTYwNjE4WhgPMjA4MTA4MjkxNjA2MTha
        MBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
        BMKkufqA3GcU1t/pbOLT7MHpjVArjPSFf94JCjhgzsXZ2kP76zSqlAF8kXH+wTMg
        NCXExTr8QSnVKi4Wu0urbkijgcYwgcMwDgYDVR0PAQH/BAQDAgeAMBMGA1UdJQQM
        MAoGCCsGAQUFBwMBMB0GA1UdDgQWBBRa9SCgmQsLkbfExZdjX2XWNNkXEjAfBgNV
        HSMEGDAWgBTwASbc5agd00zImf/5R+z17SCXijAxBggrBgEFBQcBAQQlMCMwIQYI
        KwYBBQUHMAKGFWh0dHA6Ly9leGFtcGxlLmNvbS9jYTApBgNVHREEIjAggglsb2Nh
        bGhvc3SCDSouYS5sb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwIDSQAwRgIhANaD
        mYhCm6u6ObG6H0cRaRAGVz0+nGD3mSDkVyW8spptAiEA9vBGy7fL303dThPsN+Xn
        03Wmfr9NNbYMUWE6pve/DCc=
        -----END CERTIFICATE-----
        """;

    private const string Middle = """
        -----BEGIN CERTIFICATE-----
        MIIBvTCCAWSgAwIBAgIBAjAKBggqhkjOPQQDAjAeMQ0wCwYDVQQKDARmdXp6MQ0w
        CwYDVQQDDARyb290MCAXDTI2MTEyNjE2MDYxOFoYDzIwODEwODI5MTYwNjE4WjAg
        MQ0wCwYDVQQKDARmdXp6MQ8wDQYDVQQDDAZtaWRkbGUwWTATBgcqhkjOPQIBBggq
        hkjOPQMBBwNCAASPS0NJveQL9q3jdRZP23CPTbPWwFMKj7A9nPkiM6OcAp25OxQF
        Djx8qY/j9MBm88ZOD5IdKxD/dx8xnNuZ07hdo4GOMIGLMBIGA1UdEwEB/wQIMAYB
        Af8CAQAwDgYDVR0PAQH/BAQDAgIEMB0GA1UdDgQWBBTwASbc5agd00zImf/5R+z1
        7SCXijAfBgNVHSMEGDAWgBRAILKlxRmII/n6C6kOoFkgoqZkeTATBgNVHSUEDDAK
        BggrBgEFBQcDATAQBgNVHSAECTAHMAUGAyoDBDAKBggqhkjOPQQDAgNHADBEAiBe
        N6I3OzViIxnKNsP2Q4Rwu4oRvb+HTgDZqfS0QpqhggIgZeIAdOzcMORPeRDSTvZs
        +Bhk7TMEFUIkwW4djSHHp9w=
        -----END CERTIFICATE-----
        """;

    /// <summary>The leaf with its key, as PKCS#12: one round of encryption, an empty password.</summary>
    public static readonly byte[] Pkcs12 = Convert.FromBase64String("MIIEdgIBAzCCBDAGCSqGSIb3DQEHAaCCBCEEggQdMIIEGTCCAtEGCSqGSIb3DQEHBqCCAsIwggK+AgEAMIICtwYJKoZIhvcNAQcBMFYGCSqGSIb3DQEFDTBJMCgGCSqGSIb3DQEFDDAbBAhmPUNRStl5LgIBATAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQk0gGL7XDqUuxSDPyYFrWVYCCAlAhXTbjPN2XlTnrO7o3SnmC689E2HvDU3m3Se6bg7EoxEeOAsj1KnthceCzohxfI+rEFEEyYwbyL7lQb4e4Nd5JD5DMgk26xp1eDht2v5EQvOoxuL1H+u27j+T4BwLsRx255wF3HcK4istwJPqze6WLzc9eR/R1GRxamw7hGAq8lz77PFWANmVGwtUMsiDTqzD7K4ehvfo5PXauEEjraBBtr1BmAadg8qnxER8WkjgL65tQOb2OVB4xf200oU7/xnKeA3uggLTjz7nMXII+zAyuRYldJDlJT9PEYM3u2FyGAzohCwILNbI+mUKVm1VvafwL3qRKRXfy1xhZ0xuF3AXSbbiCJfRbVXV58UsPytn+WmdSSrk6G/3JN4abqOGEDGrSDGGSqMAsxKdKm1Ev3z75c2hMmi5Nfxq4YXtuNFn1EdIGy28aikcWRRa/PDokb4+nnnRfdHoUnSHRa6XgjgoRwtx8aYJrn2OBoQP3k/7M+DQpuNSblfKbRGD0EqQn54IdIArCbkf4Dyda4TyTaQbvPhsTBvFp8jt4nd1/SE8GTKAiaaZAYHkbUDiyWxF2OdB7qH5AQlmYHUTe5m8F4zD1u1mv6W/dbSRxk1eSogbqCNBalhoX7wsYMYfjzGYNBsSu0Ri9a/3ClLQOsHIs3ZOQ3OO9ethVjG7SfjB2SML7IU9bVQfkEVabkaAc0DT/IcwbMSkfSAMxWbq2I74f30oqKQG0YSFVqZnXwFWZFbGwHhEXdF6gGj+AR8F0b1A1JnkCPdsQxy4yGSnSDLzHIERnMIIBQAYJKoZIhvcNAQcBoIIBMQSCAS0wggEpMIIBJQYLKoZIhvcNAQwKAQKgge4wgeswVgYJKoZIhvcNAQUNMEkwKAYJKoZIhvcNAQUMMBsECGF4b8gsy0iAAgEBMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBBYBWeYF+iGBBPCTXMAul4ABIGQ7AiW3WAD66SKIzH3lwGEqrbshibSLTEHB0kRu2JTk4v7dnDLsO/wlNKLI5LBB+DvS8hCSBHv6voeFYB2RszJxPkeaTbHR8lyDC2/221IH7FJG7UDM2Jblff0r/rBdPwfzm7/Rc7ryHAim+ymy41VkUXo4BP3mz+oPvGCyBsIawP3OjoEXXj0XtK1BmvCGYa5MSUwIwYJKoZIhvcNAQkVMRYEFGTE15dS4nSZBTtMJcXkomEsZ5W/MD0wMTANBglghkgBZQMEAgEFAAQg1cyz2yWxycOFKkLSDDtiCPzjkmkDkIHE2KoW85qhhzcECDtuY51737SK");

    /// <summary>Leaf and intermediate, one after the other as DER.</summary>
    public static byte[] Chain { get; } = [.. Decode(Leaf), .. Decode(Middle)];

    private static byte[] Decode(string pem) => Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
}
