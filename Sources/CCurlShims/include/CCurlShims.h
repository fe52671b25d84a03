// Typed entries for libcurl's variadic functions, which Swift cannot call: one for each kind of
// argument, not for each option. Only the CurlTransport module uses them.
#ifndef FIFTHCALL_CCURLSHIMS_H
#define FIFTHCALL_CCURLSHIMS_H

#include <curl/curl.h>

/// Sets libcurl up once for the process, and makes a broken connection an error rather than a
/// signal that ends the process (only where nobody else handles SIGPIPE).
CURLcode fifthcall_curl_start(void);

CURLcode fifthcall_set_long(CURL *_Nonnull easy, CURLoption option, long value);
CURLcode fifthcall_set_offset(CURL *_Nonnull easy, CURLoption option, curl_off_t value);
CURLcode fifthcall_set_string(CURL *_Nonnull easy, CURLoption option, const char *_Nullable value);
CURLcode fifthcall_set_pointer(CURL *_Nonnull easy, CURLoption option, void *_Nullable value);
CURLcode fifthcall_set_list(
    CURL *_Nonnull easy, CURLoption option, struct curl_slist *_Nullable value);

/// Hands over the upload. `chunk` is a curl_read_callback.
CURLcode fifthcall_set_reader(
    CURL *_Nonnull easy, curl_read_callback _Nonnull chunk, void *_Nullable context);
/// Receives the body (CURLOPT_WRITEFUNCTION) or the reply lines (CURLOPT_HEADERFUNCTION).
CURLcode fifthcall_set_writer(
    CURL *_Nonnull easy, CURLoption function, CURLoption data, curl_write_callback _Nonnull sink,
    void *_Nullable context);
/// Called about once a second, and may stop the transfer.
CURLcode fifthcall_set_progress(
    CURL *_Nonnull easy, curl_xferinfo_callback _Nonnull progress, void *_Nullable context);
/// Called before each request of a transfer leaves, repeats by libcurl itself included.
CURLcode fifthcall_set_prerequest(
    CURL *_Nonnull easy, curl_prereq_callback _Nonnull prerequest, void *_Nullable context);

/// Opens no socket to an address that no relay or gateway has, whatever a name resolves to.
CURLcode fifthcall_vet_addresses(CURL *_Nonnull easy);
/// Whether sockets to this numeric IPv4 or IPv6 address are opened: 1 or 0, -1 when it is none.
int fifthcall_may_connect(const char *_Nonnull address);

CURLcode fifthcall_get_long(CURL *_Nonnull easy, CURLINFO info, long *_Nonnull value);

CURLMcode fifthcall_multi_set_long(CURLM *_Nonnull multi, CURLMoption option, long value);
/// The next finished transfer and how it ended; null when there is none. Flattens a message that
/// holds a union.
CURL *_Nullable fifthcall_multi_finished(CURLM *_Nonnull multi, CURLcode *_Nonnull result);

#endif
