#pragma once

#include <map>
#include <string>
#include <utility>

namespace rufwerk::sip {

/// Tells when a TCP connection to a telephone is gone. sofia closes it without telling nua, and the next
/// request would try to connect to a port behind somebody's NAT. Asks the kernel by the descriptor, and only
/// for connections that were seen before.
class ConnectionWatch {
  public:
    /// False when this process has no connection to there (any more).
    bool is_open(std::string const& host, int port);

  private:
    std::map<std::pair<std::string, int>, int> descriptors_;
};

}  // namespace rufwerk::sip
