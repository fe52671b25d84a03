// libcurl from the system (Debian: libcurl4-openssl-dev, 7.85 or later).
#include <curl/curl.h>
