// Foreign bytes through sofia's SIP parser and what we read from it. The first byte chooses what the rest is.

#include "sip/caller_identity.hpp"
#include "sip/dialog_snapshot.hpp"
#include "sip/endpoint.hpp"
#include "sip/source_guard.hpp"

#include <sofia-sip/msg_addr.h>
#include <sofia-sip/msg_parser.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>

#include <cstdint>
#include <cstring>
#include <string_view>

namespace {

using namespace rufwerk::sip;

void parse_message(std::string_view bytes) {
    msg_t* message = msg_make(sip_default_mclass(), 0, bytes.data(), static_cast<ssize_t>(bytes.size()));
    if (!message) return;
    if (auto const* sip = sip_object(message)) {
        for (auto const* header = sip->sip_unknown; header; header = header->un_next) {
            if (header->un_value) caller_identity(header->un_value, header->un_value, header->un_value);
        }
        if (sip->sip_from) {
            auto* text =
                sip_header_as_string(msg_home(message), reinterpret_cast<sip_header_t*>(sip->sip_from));
            if (text) caller_identity(text, {}, {});
        }
        if (sip->sip_request) {
            auto const* url = url_as_string(msg_home(message), sip->sip_request->rq_url);
            if (url) user_of_uri(url);
        }
    }
    msg_destroy(message);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view const bytes{reinterpret_cast<char const*>(data + 1), size - 1};
    switch (data[0] % 4) {
        case 0: parse_message(bytes); break;
        case 1: caller_identity(bytes, bytes, bytes.substr(0, 20)); break;
        case 2:
            if (auto const network = parse_network(bytes)) contains(*network, network->address);
            break;
        default:
            if (auto const dialog = parse_dialog(bytes)) to_text(*dialog);
    }
    return 0;
}
