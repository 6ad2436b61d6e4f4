namespace IoTC.Transport.Tls.Tests.Certificates;

/// <summary>Keys in OpenSSL's old encryption, made for these tests alone with the password "correct horse": openssl rsa -aes128 -traditional, openssl ec -aes256.</summary>
internal static class LegacyKeys
{
    public static (string Certificate, string Key)[] All => [(RsaCertificate, RsaKey), (EcCertificate, EcKey)];

    private const string RsaCertificate = """
        -----BEGIN CERTIFICATE-----
        MIIC8jCCAdqgAwIBAgIBATANBgkqhkiG9w0BAQsFADARMQ8wDQYDVQQDDAZsZWdh
        Y3kwIBcNMjYxMTI2MTUzNTM2WhgPMjA4MTA4MjkxNTM1MzZaMBExDzANBgNVBAMM
        BmxlZ2FjeTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBALmqOk/Af/+m
        zne0deXxooEIPqSe1xPFK0jDZce0lOR7sPttivmztzKlAuiYU9K19OYFbvMpbX6Q
        KIaahcR0lGjo0cX5DbmrdQdoB+e+EFyoixskA1EbVOpm/6co4EzR2fVfNpKdwO8X
        omg68MQLkKkjB0YCNJQg2onpQuSoE0oAJPCqH11iv3cLIw+h9vsHMVjb970bQf9x
        5kIXDAPPe5Q6urCL6XXvCqLPABwae6ZT+s2/Bif8niqzkeHoRJV9M5bFKKGlEx2R
        kkCYsfdYRj6SRQPDyuIbZfxZu7+wpsKCr+x8KGYCdKRp7CIcZchXaaSqVAMyGUfK
        JAOhPTwHWK0CAwEAAaNTMFEwHQYDVR0OBBYEFNj2uRvObWnsG2N9elc/F/UdcnOO
        MB8GA1UdIwQYMBaAFNj2uRvObWnsG2N9elc/F/UdcnOOMA8GA1UdEwEB/wQFMAMB
        Af8wDQYJKoZIhvcNAQELBQADggEBAISJH+XoTDXs7xBJF9zahMuwFYKGBT92Zr9t
        ccIaNbuAhOKSlL9lvsKmSAIkNXfOu20FvPzyUXKzeip/ds7uj2JdVyhU6C2Pj7Oo
        9Mu5vaet1U3hwokYsOh7gL6wR+3AVcxrx5mMGgtyi0KUrQu9t+O18NjnmtcpXGi9
        GNTXLtdMrFonwj2EZUWV32KJTURExYcp1yCD5cicqQpNlzaGH9EQenb4WLymWSbO
        CwO7aBivvgkFDRinxd8oWRTPm0TgD/ftRRyKJMiOUrAWSeSVmSaCo+yZteRaLo/z
        8N8Step70VljkZXHi8rnsITepB8N3nShQsxvF+wEWA5VRLBBcfE=
        -----END CERTIFICATE-----
        """;

    private const string RsaKey = """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,BC169E49A65EF60226D3AE577BC169B7
        
        0pJ3frqb5RpPSeWPM+kcy96sBKs/w5PXV3krxI1BbpwIqj/myqbt5XMszeA6q2jH
        zg5AD2ZmDjaLUYifnt3AfQ8gOCBfXJI8iGLQSEr/HDUl6Enajm1XlTWUlL47Ola+
        BnUYYYQHznp2CR9vs1rD/OHiRiG3PbiaH8VYLeTCRY6gPyYPMu6APJfrmskPY38K
        dwb4Llb1ygAv5OaTQMJdPUjCc6P7BGYFZhWk3JdzaNO7nBrtGBvxdzoVmB7Y2n7y
        uuRb2SRPr9fqvaU7DCZjRyWORiw+hJJ89wY3wGVcPBChBHMnJGUncLMiyYex7Xr8
        HkNLW1G6JYjFmPDsGALfceV+MIny9/qtRsMwa1b1jFqmXlMJi+GpLkOjzrx8ocLc
        eUe/ITtWE8BNBLEInkg352mk4lTcT0yjjundpS9T9qo5+UC4Ag+bfyIosfRIt2rG
        iFQA4VESa0S57r8rX95w4nyCFijPm4rVq+29psJnakLGcNRYArr0SA1wSIrnrJlD
        Mto/YOi6O1Qp46ZVxE4b0AsMc1yCpjuLevDz3rTcRBP12pcqU8rHrfgxnlcQatUm
        MtvW5yvQsuuDsc+yh8+jHiN2v7zWYVd0m2Ag82qgMH6p7f5TCPncDzWUE82UjNSE
        UX0kuq6IdHHrnAayeId1PcsSGLimKdl1Ne5whZaasxj5zTUamK1AJ+ir9TIuf2QA
        fBbneXlIm7kHbR/c3Td/reBToSM2Jxq0Mf6gN7vWT+AqyfBD+TQVrkzgYene9Sv5
        PMzID8CZtES4AYr6TC220+bBalbhzrp/hgXbYHPtmgRMEHAt+CPbK4qT4x+Vd6e9
        InC4DaxnhHUaL1NInzBErj1LwCUJowQUDPPDnX3y9bUzr2jpTi+uZtO2KE3im0Di
        4Bgcs0q+UaoXsvGu3EA+2yMw3kwiy9PrcOMA85dJMTj553vuyra5BWBhYm7HRq3/
        3xxVZDf5aU3muJhXlO425UbMHNRNc31YBJNI1IrAiPSSbAVCTzV5zYBVoD2BxUqv
        JG8drsA2RL+ZaYDj0P3GIX7SriylNQ+J5M1VTA/8QIR5f7PQPTsnaH2lP96gsqsR
        jHi9rBww9y7CAVskQTDOuCTgtKGhnNUM5BQiAJ3zMjC74LcxVTgF1hiI1kMIT0i9
        mSNIvPlE3ESw4wiERumXoioja6LDIzMUtX3dGqjEritIno1V1Z5Vts5g3r2Moff4
        4gW6JZgO6GeXDZ0RlhnbiwIB6zMcoJCi0nA0KfOL40a03hete5ojUTuNfxWV+w5N
        CZjUBp2kt/Q4qAlChirlVCRHTHhi0VEs0dx8sz1FVaAGdI/buDFSBG9HYgEJWLEa
        0EGmiNnv5PLCiRhZrdnv4/5+vN8GDJ8CM+g3IBmHiGdH1Z3qDljSlXpw40bKoXAk
        kKQhIHRuntARMXd5coPC3YfMWEs2A1gvLq0yt7/DMXRXqRh4R+2nBNaieqI75+MZ
        B3+nYjzACdE45gdPVrFRi2kqqarwMQ9A4ErFOskMfOi9VT68T9e3MG/8tKoy1P3l
        dFtJh8FlD1orlI9BHv+XkXuVNsF5XBuMU8MCHz6dOE4tJm3W8z/HjaaMuBcLAGrM
        -----END RSA PRIVATE KEY-----
        """;

    private const string EcCertificate = """
        -----BEGIN CERTIFICATE-----
        MIIBZzCCAQygAwIBAgIBAjAKBggqhkjOPQQDAjARMQ8wDQYDVQQDDAZsZWdhY3kw
        IBcNMjYxMTI2MTUzNTM2WhgPMjA4MTA4MjkxNTM1MzZaMBExDzANBgNVBAMMBmxl
        Z2FjeTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABORxsvJS2fIbGOIQh+QeTG1C
        +FizyIJdEpOQYJoJlZggdmPA/0Jc7gmMAlIbP89hMxatxV6Q3ALWLsN3V4nZFbyj
        UzBRMB0GA1UdDgQWBBTwE3hXdn8ndN0siEhLhC1mG2UOWTAfBgNVHSMEGDAWgBTw
        E3hXdn8ndN0siEhLhC1mG2UOWTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMC
        A0kAMEYCIQD1sxgIByeyuzmA13IHn5BffhStXCWDnQ9mvI7BTcverwIhAJoNIvcU
        9nq3riIZG7uhVXD4hNafQpv/tULCEq+tAnVl
        -----END CERTIFICATE-----
        """;

    private const string EcKey = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,F6A0131B69F0A1E150569A9EF490B21E
        
        RPUVWKZiDokQXiLVy9yli6k8Xd7vF/Ch0JFOeNGbnttTYbe6RALzhnFd6FPeUn2A
        QLNZMEpBwtn+f6FUuHpH9VvPe9XaLLtXGE8awu6yqsGzPJfTZs5mmjp/DwiDOOQT
        2j1vTWKtv3CLLYZloTVcdjRPIukt0mfPnUsTxLCSAjU=
        -----END EC PRIVATE KEY-----
        """;

    /// <summary>openssl pkcs12 -export -keypbe NONE -certpbe NONE -nomac, in Base64.</summary>
    public const string PlainPkcs12 = """
        MIIC0wIBAzCCAswGCSqGSIb3DQEHAaCCAr0EggK5MIICtTCCAdYGCSqGSIb3DQEHAaCCAccEggHDMIIBvzCCAbsGCyqGSIb3DQEMCgEDoIIBgzCCAX8GCiqG
        SIb3DQEJFgGgggFvBIIBazCCAWcwggEMoAMCAQICAQIwCgYIKoZIzj0EAwIwETEPMA0GA1UEAwwGbGVnYWN5MCAXDTI2MTEyNjE1MzUzNloYDzIwODEwODI5
        MTUzNTM2WjARMQ8wDQYDVQQDDAZsZWdhY3kwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATkcbLyUtnyGxjiEIfkHkxtQvhYs8iCXRKTkGCaCZWYIHZjwP9C
        XO4JjAJSGz/PYTMWrcVekNwC1i7Dd1eJ2RW8o1MwUTAdBgNVHQ4EFgQU8BN4V3Z/J3TdLIhIS4QtZhtlDlkwHwYDVR0jBBgwFoAU8BN4V3Z/J3TdLIhIS4Qt
        ZhtlDlkwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA9bMYCAcnsrs5gNdyB5+QX34UrVwlg50PZryOwU3L3q8CIQCaDSL3FPZ6t64iGRu7
        oVVw+ITWn0Kb/7VCwhKvrQJ1ZTElMCMGCSqGSIb3DQEJFTEWBBRYBE73AKeb+RDgS9YkEOb98ndg7DCB2AYJKoZIhvcNAQcBoIHKBIHHMIHEMIHBBgsqhkiG
        9w0BDAoBAaCBijCBhwIBADATBgcqhkjOPQIBBggqhkjOPQMBBwRtMGsCAQEEIIjtdCBfbzS99mjicHH+NNuAVq8Wv0SA6SwHI/d3PnlaoUQDQgAE5HGy8lLZ
        8hsY4hCH5B5MbUL4WLPIgl0Sk5BgmgmVmCB2Y8D/QlzuCYwCUhs/z2EzFq3FXpDcAtYuw3dXidkVvDElMCMGCSqGSIb3DQEJFTEWBBRYBE73AKeb+RDgS9Yk
        EOb98ndg7A==
        """;

    /// <summary>openssl pkcs12 -export -legacy (RC2-40 and Triple DES) with the password "x", in Base64.</summary>
    public const string OldPkcs12 = """
        MIIDagIBAzCCAzAGCSqGSIb3DQEHAaCCAyEEggMdMIIDGTCCAg8GCSqGSIb3DQEHBqCCAgAwggH8AgEAMIIB9QYJKoZIhvcNAQcBMBwGCiqGSIb3DQEMAQYw
        DgQInleksiNCHigCAggAgIIByHA3I1hqA8kjhnhqHFxYui5mAUyQACvczmX99J94WRKC2V7qy0Zvi3Ccy3ESxVDcMu1it2QZloW88Omt3khvxvf/gLTLYD/c
        wbdy56C3HbCAUhIUoi/udb+r55DML6RcyP2DJmJkkkoTfU16DTY2DjQs7B65Cw0igQ8cSQS+MGc4C6yN9EgKWMNHbHOZrcA9lqhpNkvV0JsAu1NoylJQl7W8
        fS1BPUwa41UydgpHoMCo6V7Ug2Jt3hOjEHJk8SJk2rPmzGffibMsVwhMw41P2s/8rl/NbJKCa74lsWb5Js6gYY47ngj4nT1Hs3ap9y/z2/nTBnpnzsawn2iI
        5q7MzPm7XUW1f761j1WFvuV7OBMIa10SQdTYIb3fAedyKX146zzbZ1O2MXuAJAKAF4qQPrWdkx7mIXDBIK0u77OqQnVpwWDu37cPV6NckjekWIjg2AQLirWS
        hEyKBrK+Q3chxCW3jeVSWIHoUUhMHgKsvRkA4VuEnA7puHABVSldx17xQ2BohYAodDTZwtM1pib6Q2p+U2RQZp+QqIpQgSgYYyoQz8oMM5gJVBtqcQjby8yB
        G3IUpwbjOBSyFXqlBl4H0JQ2zdfwNBmxZjCCAQIGCSqGSIb3DQEHAaCB9ASB8TCB7jCB6wYLKoZIhvcNAQwKAQKggbQwgbEwHAYKKoZIhvcNAQwBAzAOBAiW
        timf/snibwICCAAEgZCZobRuAzZpEG0JqlRL1Sw43xMe4bXb9Q4Pgm/RUNMiSEaDBFHduO9kV0kxb6TfNBRubmQWcRdsp1pZXnvwD2wu/+k8QGxqApMt/L3N
        I8xGpbABdVzVoYkjkW4CLAJVBCHDSoVpoz7ZyBDFCmHoSD84jmxIvsM34vABnV2n2+hXipJ4Ldc+w3Wte0UzSEV52vIxJTAjBgkqhkiG9w0BCRUxFgQUWARO
        9wCnm/kQ4EvWJBDm/fJ3YOwwMTAhMAkGBSsOAwIaBQAEFMH7q5pq7uiNy/yeApKnZZwCf0GABAgTW59mqbUlpgICCAA=
        """;
}
