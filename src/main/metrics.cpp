#include "main/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace rufwerk {
namespace {

prometheus::MetricFamily one_value(std::string name, std::string help, prometheus::MetricType type,
                                   double value) {
    prometheus::MetricFamily family;
    family.name = std::move(name);
    family.help = std::move(help);
    family.type = type;
    prometheus::ClientMetric metric;
    if (type == prometheus::MetricType::Counter)
        metric.counter.value = value;
    else
        metric.gauge.value = value;
    family.metric.push_back(metric);
    return family;
}

}  // namespace

struct Metrics::Inside {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Histogram>& requests = prometheus::BuildHistogram()
                                                              .Name("rufwerk_http_request_seconds")
                                                              .Help("Requests by route and status")
                                                              .Register(registry);
};

Metrics::Metrics() : inside_{std::make_unique<Inside>()} {}
Metrics::~Metrics() = default;

void Metrics::observe(people::RouteInfo const& route, int status, std::chrono::microseconds took) {
    auto& histogram = inside_->requests.Add(
        {{"method", route.method}, {"route", route.path}, {"status", std::to_string(status)}},
        prometheus::Histogram::BucketBoundaries{0.001, 0.005, 0.02, 0.1, 0.5, 2});
    histogram.Observe(static_cast<double>(took.count()) / 1e6);
}

std::string Metrics::text(Gathered const& now) const {
    using prometheus::MetricType;
    auto families = inside_->registry.Collect();
    auto const gauge = [&](char const* name, char const* help, auto value) {
        families.push_back(one_value(name, help, MetricType::Gauge, static_cast<double>(value)));
    };
    auto const counter = [&](char const* name, char const* help, auto value) {
        families.push_back(one_value(name, help, MetricType::Counter, static_cast<double>(value)));
    };
    gauge("rufwerk_healthy", "1 while calls are admitted", now.healthy ? 1 : 0);
    gauge("rufwerk_calls_open", "Calls that have not closed", now.figures.on.calls_open);
    counter("rufwerk_calls_total", "Calls that arrived", now.figures.on.calls_total);
    counter("rufwerk_calls_without_credit_total", "Calls refused for want of journal places",
            now.figures.on.calls_without_credit);
    gauge("rufwerk_commands_held", "Commands that wait for the disk", now.figures.on.commands_held);
    gauge("rufwerk_browser_phones", "Browser telephones that are attached", now.figures.on.phones_attached);
    gauge("rufwerk_switch_lag_ms", "How long a question waited for the switch", now.figures.loop_lag_ms);
    gauge("rufwerk_sip_legs_open", "SIP dialogs", now.figures.sip.legs_open);
    gauge("rufwerk_sip_handles_open", "Handles of the SIP stack", now.figures.sip.handles_open);
    counter("rufwerk_sip_refused_sources_total", "Requests of unknown sources",
            now.figures.sip.refused_unknown_source);
    counter("rufwerk_sip_dropped_total", "Requests dropped by the rate limit",
            now.figures.sip.dropped_by_rate_limit);
    counter("rufwerk_sip_registers_refused_total", "REGISTER with a wrong secret or of an unknown user",
            now.figures.sip.registers_refused);
    gauge("rufwerk_phones_registered", "Registered desk telephones", now.figures.sip.phones_registered);
    gauge("rufwerk_media_legs_open", "Media legs", now.media.legs_open);
    gauge("rufwerk_media_ports_free", "Pairs of RTP ports not in use", now.media.ports_free);
    counter("rufwerk_media_packets_relayed_total", "RTP packets relayed", now.media.packets_relayed);
    counter("rufwerk_media_strangers_total", "RTP of strangers, ignored", now.media.strangers);
    counter("rufwerk_media_unauthenticated_total", "STUN and SRTP with wrong credentials, ignored",
            now.media.unauthenticated);
    gauge("rufwerk_journal_durable", "Position up to which the journal is on disk", now.journal_durable);
    gauge("rufwerk_journal_ingested", "Position up to which the database has the journal",
          now.journal_ingested);
    gauge("rufwerk_http_connections", "Connections of browsers", now.http_connections);
    return prometheus::TextSerializer{}.Serialize(families);
}

}  // namespace rufwerk
