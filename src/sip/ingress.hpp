#pragma once

#include "sip/sofia.hpp"
#include "sip/source_guard.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace rufwerk::sip {

/// Looks at every message before sofia's transaction layer does. nua answers 100 and 4xx by itself, so
/// silence towards scanners is only possible here: the hook is the parser's step that takes the body off a
/// message, the last one before the message is handed up.
class Ingress {
  public:
    /// False: the message is dropped as if it had never come. `sip` has a request or a status line.
    using Judge = std::function<bool(sip_t const& sip, Address const& source, int port)>;

    explicit Ingress(Judge judge);
    ~Ingress();

    /// For NTATAG_MCLASS; lives as long as this object, which must outlive the nua.
    msg_mclass_t const* message_class() const;

  private:
    struct Classed;
    static issize_t extract_body(msg_t* message, msg_pub_t* content, char bytes[], isize_t size, int end);

    Judge judge_;
    std::unique_ptr<Classed> classed_;
};

/// Where a message came from; nothing when it has no IP address.
std::optional<Address> source_of(msg_t* message);
/// The port it came from; 0 when it has none.
int port_of(msg_t* message);

}  // namespace rufwerk::sip
