#include "CCurlShims.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

CURLcode fifthcall_curl_start(void) {
  struct sigaction present;
  if (sigaction(SIGPIPE, NULL, &present) == 0 && !(present.sa_flags & SA_SIGINFO) &&
      present.sa_handler == SIG_DFL) {
    // CURLOPT_NOSIGNAL keeps libcurl from masking SIGPIPE itself, and OpenSSL writes without
    // MSG_NOSIGNAL.
    signal(SIGPIPE, SIG_IGN);
  }
  return curl_global_init(CURL_GLOBAL_DEFAULT);
}

CURLcode fifthcall_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode fifthcall_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode fifthcall_set_string(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode fifthcall_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode fifthcall_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode fifthcall_set_reader(CURL *easy, curl_read_callback chunk, void *context) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_READFUNCTION, chunk);
  return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_READDATA, context);
}

CURLcode fifthcall_set_writer(
    CURL *easy, CURLoption function, CURLoption data, curl_write_callback sink, void *context) {
  CURLcode code = curl_easy_setopt(easy, function, sink);
  return code != CURLE_OK ? code : curl_easy_setopt(easy, data, context);
}

CURLcode fifthcall_set_progress(CURL *easy, curl_xferinfo_callback progress, void *context) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, progress);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_XFERINFODATA, context);
  return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
}

CURLcode fifthcall_set_prerequest(CURL *easy, curl_prereq_callback prerequest, void *context) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, prerequest);
  return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
}

// This host by 0.0.0.0/8, link-local (where clouds keep their metadata service), multicast and
// reserved: RFC 6890. Private networks and loopback may hold a relay.
static int may_connect4(const unsigned char *byte) {
  return byte[0] != 0 && !(byte[0] == 169 && byte[1] == 254) && byte[0] < 224;
}

static int may_connect6(const unsigned char *byte) {
  static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255};
  static const unsigned char none[16];
  if (memcmp(byte, mapped, sizeof mapped) == 0) return may_connect4(byte + 12);
  if (memcmp(byte, none, sizeof none) == 0) return 0;
  return byte[0] != 255 && !(byte[0] == 0xfe && (byte[1] & 0xc0) == 0x80);
}

int fifthcall_may_connect(const char *address) {
  unsigned char byte[16];
  if (inet_pton(AF_INET, address, byte) == 1) return may_connect4(byte);
  return inet_pton(AF_INET6, address, byte) == 1 ? may_connect6(byte) : -1;
}

static curl_socket_t open_vetted(void *context, curlsocktype purpose, struct curl_sockaddr *to) {
  (void)context;
  (void)purpose;
  const unsigned char *four = (const unsigned char *)&((struct sockaddr_in *)&to->addr)->sin_addr;
  // The union's room is that of sockaddr_storage (curl/curl.h), though its type is the short one.
  const unsigned char *six = (const unsigned char *)&to->addr + offsetof(struct sockaddr_in6, sin6_addr);
  if (to->family == AF_INET && !may_connect4(four)) return CURL_SOCKET_BAD;
  if (to->family == AF_INET6 && !may_connect6(six)) return CURL_SOCKET_BAD;
  return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

CURLcode fifthcall_vet_addresses(CURL *easy) {
  return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_vetted);
}

CURLcode fifthcall_get_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}

CURLMcode fifthcall_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

CURL *fifthcall_multi_finished(CURLM *multi, CURLcode *result) {
  int left;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left)) != NULL) {
    if (message->msg == CURLMSG_DONE) {
      *result = message->data.result;
      return message->easy_handle;
    }
  }
  return NULL;
}
