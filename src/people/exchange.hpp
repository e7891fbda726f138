#pragma once

#include "base/problem.hpp"
#include "http/server.hpp"
#include "people/answer.hpp"
#include "wire/request.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace rufwerk::people {

/// One request on its way to its answer. It is shared because it travels through the store's and the switch's
/// threads; the first answer counts.
class Exchange {
  public:
    using Finished = std::function<void(http::Answer const&)>;

    Exchange(http::Request request, http::Respond respond, std::map<std::string, std::string> path_values,
             Finished finished)
        : request_{std::move(request)},
          respond_{std::move(respond)},
          path_values_{std::move(path_values)},
          finished_{std::move(finished)} {}

    http::Request const& request() const { return request_; }

    /// Path, query and body as one In; throws Problem invalid naming every wrong field.
    template <class In>
    In decode() const;

    /// Goes out with whatever the answer will be. Only before it is sent, by one thread.
    void add_header(std::string name, std::string value) {
        headers_.emplace_back(std::move(name), std::move(value));
    }
    /// The first answer goes out, any other is dropped.
    void answer(http::Answer answer);
    void refuse(std::exception_ptr const& failure);

  private:
    wire::Request input() const;

    http::Request request_;
    http::Respond respond_;
    std::map<std::string, std::string> path_values_;
    Finished finished_;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::atomic<bool> answered_ = false;
};
using ExchangePointer = std::shared_ptr<Exchange>;

/// How a live route answers: once, from any thread.
template <class Out>
class Reply {
  public:
    explicit Reply(ExchangePointer exchange) : exchange_{std::move(exchange)} {}

    void operator()(Out const& out) const;
    void refuse(Problem const& problem) const { exchange_->refuse(std::make_exception_ptr(problem)); }
    void refuse(std::exception_ptr const& failure) const { exchange_->refuse(failure); }
    void add_header(std::string name, std::string value) const {
        exchange_->add_header(std::move(name), std::move(value));
    }
    http::Request const& request() const { return exchange_->request(); }

  private:
    ExchangePointer exchange_;
};

template <class In>
In Exchange::decode() const {
    return wire::decode_request<In>(input());
}

template <class Out>
void Reply<Out>::operator()(Out const& out) const {
    exchange_->answer(json_answer(wire::encode(out)));
}

}  // namespace rufwerk::people
