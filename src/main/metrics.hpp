#pragma once

#include "main/switch_thread.hpp"
#include "media/engine.hpp"
#include "people/api.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace rufwerk {

/// `GET /metrics`: what the parts count, gathered when it is asked for, and requests by route as they are
/// answered.
class Metrics {
  public:
    Metrics();
    ~Metrics();

    void observe(people::RouteInfo const& route, int status, std::chrono::microseconds took);

    struct Gathered {
        SwitchThread::Figures figures;
        media::Engine::Counters media;
        std::int64_t journal_durable = 0;
        std::int64_t journal_ingested = 0;
        std::size_t http_connections = 0;
        bool healthy = true;
    };
    /// Prometheus text format 0.0.4.
    std::string text(Gathered const& now) const;

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace rufwerk
