using System.Collections.Generic;
using System.Text;
using NUnit.Framework;

namespace IoTC.Core.Tests.Http;

/// <summary>Responses, complete or broken; ~ stands for CRLF.</summary>
internal static class HttpResponseCases
{
    public const int MaxHeaderBytes = 400;
    public const int MaxBodyBytes = 40;

    private static readonly string Padding = new('p', 300);

    /// <summary>Name, response, body, whether the connection goes on. None needs the connection to close.</summary>
    public static IEnumerable<TestCaseData> Complete()
    {
        yield return Good("length", "HTTP/1.1 200 OK~Content-Length: 5~~hello", "hello", true);
        yield return Good("length_zero", "HTTP/1.1 200 OK~Content-Length: 0~~", "", true);
        yield return Good("length_leading_zeros", "HTTP/1.1 200 OK~Content-Length: 0005~~hello", "hello", true);
        yield return Good("length_twice_the_same", "HTTP/1.1 200 OK~Content-Length: 5~content-length:5~~hello", "hello", true);
        yield return Good("length_at_limit", "HTTP/1.1 200 OK~Content-Length: 40~~0123456789012345678901234567890123456789", "0123456789012345678901234567890123456789", true);
        yield return Good("header_case_and_space", "HTTP/1.1 200 OK~cOnTeNt-LeNgTh:\t 5 \t~X:~~hello", "hello", true);
        yield return Good("header_value_utf8", "HTTP/1.1 200 OK~X-Name: \u00C3\u00A9~Content-Length: 1~~x", "x", true);
        yield return Good("header_near_limit", $"HTTP/1.1 200 OK~X: {Padding}~Content-Length: 1~~x", "x", true);
        yield return Good("no_reason", "HTTP/1.1 200 ~Content-Length: 1~~x", "x", true);
        yield return Good("no_reason_no_space", "HTTP/1.1 200~Content-Length: 1~~x", "x", true);
        yield return Good("close", "HTTP/1.1 200 OK~Connection: close~Content-Length: 1~~x", "x", false);
        yield return Good("close_in_list", "HTTP/1.1 200 OK~Connection: foo , Close,bar~Content-Length: 1~~x", "x", false);
        yield return Good("close_wins", "HTTP/1.1 200 OK~Connection: keep-alive~Connection: close~Content-Length: 1~~x", "x", false);
        yield return Good("closed_is_another_word", "HTTP/1.1 200 OK~Connection: closed~Content-Length: 1~~x", "x", true);
        yield return Good("http10", "HTTP/1.0 200 OK~Content-Length: 1~~x", "x", false);
        yield return Good("http10_keep_alive", "HTTP/1.0 200 OK~Connection: Keep-Alive~Content-Length: 1~~x", "x", true);
        yield return Good("no_content_204", "HTTP/1.1 204 No Content~~", "", true);
        yield return Good("no_content_204_with_length", "HTTP/1.1 204 No Content~Content-Length: 7~~", "", true);
        yield return Good("not_modified_304", "HTTP/1.1 304 Not Modified~Content-Length: 70000~~", "", true);
        yield return Good("switching_101", "HTTP/1.1 101 Switching Protocols~Upgrade: websocket~~", "", true);
        yield return Good("interim_100", "HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~Content-Length: 1~~x", "x", true);
        yield return Good("interim_twice", "HTTP/1.1 100 Continue~Content-Length: 9~Connection: close~~HTTP/1.1 103 Early Hints~Link: x~~HTTP/1.1 200 OK~Content-Length: 1~~x", "x", true);
        yield return Good("error_401", "HTTP/1.1 401 Unauthorized~Content-Length: 20~~{\"errorCode\":401002}", "{\"errorCode\":401002}", true);
        yield return Good("chunked", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello~6~ world~0~~", "hello world", true);
        yield return Good("chunked_empty", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~0~~", "", true);
        yield return Good("chunked_case", "HTTP/1.1 200 OK~transfer-encoding: CHUNKED~~A~0123456789~a~0123456789~0~~", "01234567890123456789", true);
        yield return Good("chunked_zeros", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~00000000000000000005~hello~000~~", "hello", true);
        yield return Good("chunked_extension", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5;a=b;c=\"d e\"~hello~5 ; x~hello~0;last~~", "hellohello", true);
        yield return Good("chunked_trailers", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1~x~0~X-Sum: 1~Content-Length: 7~~", "x", true);
        yield return Good("chunked_with_line_ends", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~4~~~~0~~", "\r\n\r\n", true);
        yield return Good("chunked_204", "HTTP/1.1 204 No Content~Transfer-Encoding: chunked~~", "", true);
        yield return Good("body_like_head", "HTTP/1.1 200 OK~Content-Length: 19~~HTTP/1.1 500 No~~", "HTTP/1.1 500 No\r\n\r\n", true);
    }

    /// <summary>Name, and bytes that no more bytes can mend.</summary>
    public static IEnumerable<TestCaseData> Broken()
    {
        yield return Bad("line_feed_only", "HTTP/1.1 200 OK\nContent-Length: 1\n\nx");
        yield return Bad("line_feed_in_head", "HTTP/1.1 200 OK~Content-Length: 1\n~x");
        yield return Bad("carriage_return_inside", "HTTP/1.1 200 OK~X: a\rb~~");
        yield return Bad("carriage_return_twice", "HTTP/1.1 200 OK\r~~");
        yield return Bad("empty_line_first", "~HTTP/1.1 200 OK~~");
        yield return Bad("not_http", "SSH-2.0-OpenSSH_9.6~");
        yield return Bad("mqtt", " \u0002\0\0~");
        yield return Bad("http2", "HTTP/2.0 200 OK~~");
        yield return Bad("http12", "HTTP/1.2 200 OK~~");
        yield return Bad("http09", "HTTP/0.9 200 OK~~");
        yield return Bad("lower_case", "http/1.1 200 OK~~");
        yield return Bad("status_short", "HTTP/1.1 20~~");
        yield return Bad("status_long", "HTTP/1.1 2000 OK~~");
        yield return Bad("status_letters", "HTTP/1.1 2x0 OK~~");
        yield return Bad("status_negative", "HTTP/1.1 -20 OK~~");
        yield return Bad("status_099", "HTTP/1.1 099 OK~~");
        yield return Bad("status_600", "HTTP/1.1 600 OK~~");
        yield return Bad("status_two_spaces", "HTTP/1.1  200 OK~~");
        yield return Bad("status_tab", "HTTP/1.1\t200 OK~~");
        yield return Bad("reason_nul", "HTTP/1.1 200 O\0K~~");
        yield return Bad("header_no_colon", "HTTP/1.1 200 OK~Content-Length~~");
        yield return Bad("header_no_name", "HTTP/1.1 200 OK~: x~~");
        yield return Bad("header_space_before_colon", "HTTP/1.1 200 OK~Content-Length : 5~~hello");
        yield return Bad("header_space_in_name", "HTTP/1.1 200 OK~Content Length: 5~~hello");
        yield return Bad("header_folded", "HTTP/1.1 200 OK~X: a~ b~~");
        yield return Bad("header_folded_tab", "HTTP/1.1 200 OK~X: a~\tContent-Length: 5~~");
        yield return Bad("header_first_folded", "HTTP/1.1 200 OK~ X: a~~");
        yield return Bad("header_nul", "HTTP/1.1 200 OK~X: a\0b~~");
        yield return Bad("header_control", "HTTP/1.1 200 OK~X: a\u0001~~");
        yield return Bad("header_name_latin1", "HTTP/1.1 200 OK~\u00E9: a~~");
        yield return Bad("header_too_long", $"HTTP/1.1 200 OK~X: {Padding}{Padding}~~");
        yield return Bad("headers_too_many", $"HTTP/1.1 200 OK~X: {Padding}~Y: {Padding}~~");
        yield return Bad("status_line_without_end", $"HTTP/1.1 200 {Padding}{Padding}");
        yield return Bad("interim_without_end", string.Concat(System.Linq.Enumerable.Repeat("HTTP/1.1 100 Continue~~", 30)));
        yield return Bad("trailers_too_long", $"HTTP/1.1 200 OK~Transfer-Encoding: chunked~~0~X: {Padding}~Y: {Padding}~~");
        yield return Bad("trailer_malformed", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~0~bad trailer~~");
        yield return Bad("length_empty", "HTTP/1.1 200 OK~Content-Length:~~");
        yield return Bad("length_negative", "HTTP/1.1 200 OK~Content-Length: -1~~");
        yield return Bad("length_minus_zero", "HTTP/1.1 200 OK~Content-Length: -0~~");
        yield return Bad("length_plus", "HTTP/1.1 200 OK~Content-Length: +5~~hello");
        yield return Bad("length_hex", "HTTP/1.1 200 OK~Content-Length: 0x5~~hello");
        yield return Bad("length_fraction", "HTTP/1.1 200 OK~Content-Length: 5.0~~hello");
        yield return Bad("length_list", "HTTP/1.1 200 OK~Content-Length: 5, 5~~hello");
        yield return Bad("length_inner_space", "HTTP/1.1 200 OK~Content-Length: 5 5~~hello");
        yield return Bad("lengths_differ", "HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 6~~hello");
        yield return Bad("length_over_limit", "HTTP/1.1 200 OK~Content-Length: 41~~");
        yield return Bad("length_2_gigabytes", "HTTP/1.1 200 OK~Content-Length: 2147483648~~");
        yield return Bad("length_4_gigabytes_and_5", "HTTP/1.1 200 OK~Content-Length: 4294967301~~hello");
        yield return Bad("length_64_bits", "HTTP/1.1 200 OK~Content-Length: 9223372036854775807~~");
        yield return Bad("length_overflow", "HTTP/1.1 200 OK~Content-Length: 18446744073709551621~~hello");
        yield return Bad("length_and_chunked", "HTTP/1.1 200 OK~Content-Length: 5~Transfer-Encoding: chunked~~0~~");
        yield return Bad("chunked_and_length", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~Content-Length: 5~~0~~");
        yield return Bad("chunked_http10", "HTTP/1.0 200 OK~Transfer-Encoding: chunked~~0~~");
        yield return Bad("chunked_twice", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~");
        yield return Bad("coding_gzip", "HTTP/1.1 200 OK~Transfer-Encoding: gzip~~");
        yield return Bad("coding_gzip_chunked", "HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~");
        yield return Bad("coding_identity", "HTTP/1.1 200 OK~Transfer-Encoding: identity~~");
        yield return Bad("coding_empty", "HTTP/1.1 200 OK~Transfer-Encoding:~~");
        yield return Bad("coding_quoted", "HTTP/1.1 200 OK~Transfer-Encoding: \"chunked\"~~");
        yield return Bad("chunk_size_empty", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~~");
        yield return Bad("chunk_size_letters", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~xyz~");
        yield return Bad("chunk_size_prefix", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~0x5~hello~");
        yield return Bad("chunk_size_negative", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~-5~hello~");
        yield return Bad("chunk_size_space_first", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~ 5~hello~");
        yield return Bad("chunk_size_space_last", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5 ~hello~");
        yield return Bad("chunk_size_extension_only", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~;a~");
        yield return Bad("chunk_extension_nul", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5;\0~");
        yield return Bad("chunk_size_line_feed", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5\nhello~");
        yield return Bad("chunk_size_over_limit", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~29~");
        yield return Bad("chunk_sum_over_limit", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~28~0123456789012345678901234567890123456789~1~");
        yield return Bad("chunk_size_31_bits", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~7fffffff~");
        yield return Bad("chunk_size_32_bits", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~100000005~hello~");
        yield return Bad("chunk_size_overflow", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~10000000000000005~hello~");
        yield return Bad("chunk_size_overflow_twice", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~fffffffffffffffffffffffff~");
        yield return Bad("chunk_size_without_end", $"HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5;{Padding}{Padding}");
        yield return Bad("chunk_longer_than_said", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~4~hello~0~~");
        yield return Bad("chunk_shorter_than_said", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~6~hello~0~~");
        yield return Bad("chunk_without_line_end", "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello0~~");
    }

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text.Replace("~", "\r\n"));

    private static TestCaseData Good(string name, string response, string body, bool keepAlive)
        => new TestCaseData(Bytes(response), body, keepAlive).SetArgDisplayNames(name);

    private static TestCaseData Bad(string name, string response) => new TestCaseData(Bytes(response)).SetArgDisplayNames(name);
}
