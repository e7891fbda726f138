#include "base/log.hpp"
#include "base/problem.hpp"
#include "call/call_routes.hpp"
#include "call/ingest.hpp"
#include "call/provision.hpp"
#include "http/problem_answer.hpp"
#include "main/browser_sockets.hpp"
#include "main/business_database.hpp"
#include "main/centre_follower.hpp"
#include "main/commands.hpp"
#include "main/control_requests.hpp"
#include "main/control_socket.hpp"
#include "main/journal_pruner.hpp"
#include "main/live_routes.hpp"
#include "main/metrics.hpp"
#include "main/phone_contacts.hpp"
#include "main/telephone_routes.hpp"
#include "people/people_routes.hpp"
#include "people/sign_in.hpp"
#include "store/ingest.hpp"

#include <csignal>
#include <pthread.h>
#include <sys/resource.h>

namespace rufwerk {
namespace {

namespace fs = std::filesystem;

constexpr int drain_s = 2;
constexpr std::size_t recovery_batch = 10'000;
/// Calls that waited over midnight count for the new day; nobody waits longer than this.
constexpr std::chrono::hours before_midnight{1};
/// Who is on shift stands in the latest of these; some weeks of a large house.
constexpr std::size_t house_entries = 20'000;

/// SIGTERM and SIGINT are waited for by the main thread alone; every thread made later inherits the mask.
sigset_t block_signals() {
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, SIGTERM);
    ::sigaddset(&set, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return set;
}

/// A call needs four sockets.
void raise_file_limit() {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

/// A file that belongs to the program: beside its folder when it is built in the checkout, else below the
/// working folder.
std::string beside_program(std::string const& given, char const* name) {
    if (!given.empty()) return given;
    std::error_code error;
    auto const program = fs::read_symlink("/proc/self/exe", error);
    auto const beside = program.parent_path().parent_path() / name;
    return fs::exists(beside, error) ? beside.string() : name;
}

std::shared_ptr<call::Recovery const> recover(store::Journal const& journal, Clock const& clock) {
    auto const midnight = midnight_before(clock.now());
    auto recovery = std::make_shared<call::Recovery>(midnight);
    for (auto const& entry : journal.last_of_house(house_entries))
        recovery->take(entry);
    auto position = journal.begin_for(midnight - before_midnight);
    for (;;) {
        auto const entries = journal.read_after(position, recovery_batch);
        if (entries.empty()) return recovery;
        for (auto const& entry : entries)
            recovery->take(entry);
        position = entries.back().position;
    }
}

http::Options http_options(Config const& config) {
    http::Options options;
    options.listen = config.http_listen;
    options.certificate_file = config.http_certificate;
    options.key_file = config.http_key;
    options.data_dir = config.data_dir;
    options.static_dir = beside_program(config.http_pages, "web/dist");
    return options;
}

sip::Options sip_options(Config const& config) {
    sip::Options options;
    options.listen = config.sip_listen;
    options.advertise = config.sip_advertise;
    options.register_least_s = config.sip_register_least_s;
    options.ping_s = config.sip_ping_s;
    return options;
}

media::Options media_options(Config const& config) {
    media::Options options;
    options.addresses = config.media_address;
    options.advertise = config.media_advertise;
    options.port_first = config.media_port_first;
    options.port_last = config.media_port_last;
    return options;
}

std::shared_ptr<call::Centre const> read_centre(store::Database& database) {
    auto centre = std::make_shared<call::Centre>();
    database.read_and_wait(
        [&](store::Transaction& transaction) { *centre = call::load_centre(transaction); });
    return centre;
}

/// The house, built in this order. `end` takes it down, callers before what they call.
class House {
  public:
    explicit House(Config const& config)
        : database_{open_business_database(config, clock_)},
          journal_{store::open_journal(config.data_dir + "/journal.db")},
          sounds_{beside_program(config.media_music, "assets/music.wav")},
          boot_{std::to_string(to_ms(clock_.now()))},
          board_{clock_, boot_} {
        ingest_ = std::make_unique<store::Ingest>(*journal_, *database_, call::ingest);
        pruner_ = std::make_unique<JournalPruner>(*journal_, *ingest_, clock_,
                                                  std::chrono::days{config.journal_keep_days});
        auto const centre = read_centre(*database_);
        sounds_.load(*centre);
        engine_ = std::make_unique<media::Engine>(media_options(config),
                                                  [this](media::Event const& event) { hand_over(event); });
        start_switch(config, centre);
        follower_ = std::make_unique<CentreFollower>(*database_, sounds_, *switch_thread_, centre->version);
        control_ = std::make_unique<ControlSocket>(
            fs::path{config.data_dir} / "control.sock",
            [this](std::string const& request) { return answer_control(request, *database_, *follower_); });
        start_http(config);
    }

    void end() {
        log::info("server.draining");
        ending_ = true;
        control_.reset();
        // Pages hear of the end of their calls before their sockets go.
        switch_thread_->stop(drain_s);
        http_->drain(5);
        sessions_->stop();
        follower_.reset();
        sign_ins_.reset();
        pruner_.reset();
        auto const last = journal_->durable();
        ingest_->wait_until(last);
        journal_->close();
        ingest_.reset();
        // Its last use cases answer into connections: those may go only when there are no such threads any
        // more.
        database_.reset();
        http_.reset();
        log::info("server.ended");
        log::flush();
    }

    std::vector<std::string> addresses() const {
        auto all = http_->addresses();
        for (auto const& address : switch_thread_->addresses())
            all.push_back("sip:" + address);
        return all;
    }

  private:
    void hand_over(media::Event const& event) {
        if (auto* const to = switch_of_media_.load();
            to && !to->post([event](Switch& on) { on.on_media(event); }))
            log::warning("media.event_lost", {{"leg", event.leg.value}});
    }

    void start_switch(Config const& config, std::shared_ptr<call::Centre const> const& centre) {
        SwitchThread::Start start{
            {clock_, *journal_, *engine_, board_, sounds_, config.media_address.front(),
             [this](std::string const& user, std::vector<sip::Contact> const& contacts) {
                 keep_phone_contacts(*database_, user, contacts);
             }},
            sip_options(config),
            centre,
            load_phone_contacts(*database_),
            recover(*journal_, clock_)};
        switch_thread_ = std::make_unique<SwitchThread>(std::move(start));
        switch_of_media_ = switch_thread_.get();
        journal_->on_durable([this](std::int64_t watermark) {
            if (auto* const to = switch_of_media_.load()) to->durable(watermark);
        });
        switch_thread_->durable(journal_->durable());
    }

    void start_http(Config const& config) {
        sessions_ = std::make_unique<people::SessionWatch>(*database_);
        sign_ins_ = std::make_unique<people::SignIns>(*database_, clock_, [this] { sessions_->ring(); });
        api_ = std::make_unique<people::Api>(*database_, [this](auto const& route, int status, auto took) {
            metrics_.observe(route, status, took);
        });
        people::add_people_routes(*api_, *sign_ins_);
        call::add_call_routes(*api_);
        add_live_routes(*api_, *switch_thread_, board_);
        add_telephone_routes(*api_, *switch_thread_);
        auto const api = api_->handler();
        http_ = std::make_unique<http::Server>(
            http_options(config),
            [this, api](http::Request request, http::Respond respond) {
                if (request.path == "/healthz") return respond(health());
                if (request.path == "/metrics") return respond(metrics_answer());
                api(std::move(request), std::move(respond));
            },
            browser_sockets({*api_, *switch_thread_, board_, clock_, *sessions_}));
    }

    http::Answer health() const {
        auto const trouble = journal_->trouble();
        if (ending_)
            return http::problem_answer({Refusal::unavailable, "server.ending", "The server is going down."});
        if (!trouble.empty())
            return http::problem_answer(
                {Refusal::unavailable, "journal.trouble", "No call is admitted: " + trouble});
        return {
            .status = 200, .content_type = "application/json", .body = R"({"status":"ok"})", .headers = {}};
    }

    http::Answer metrics_answer() {
        Metrics::Gathered gathered;
        gathered.figures = switch_thread_->figures();
        gathered.media = engine_->counters();
        gathered.journal_durable = journal_->durable();
        gathered.journal_ingested = ingest_->position();
        gathered.http_connections = http_ ? http_->connections() : 0;
        gathered.healthy = journal_->trouble().empty() && !ending_;
        return {.status = 200,
                .content_type = "text/plain; version=0.0.4",
                .body = metrics_.text(gathered),
                .headers = {}};
    }

    SystemClock clock_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<store::Journal> journal_;
    Sounds sounds_;
    std::string boot_;
    live::Board board_;
    Metrics metrics_;
    std::atomic<bool> ending_{false};
    std::atomic<SwitchThread*> switch_of_media_{nullptr};
    std::unique_ptr<store::Ingest> ingest_;
    std::unique_ptr<JournalPruner> pruner_;
    std::unique_ptr<media::Engine> engine_;
    std::unique_ptr<SwitchThread> switch_thread_;
    std::unique_ptr<CentreFollower> follower_;
    std::unique_ptr<people::SessionWatch> sessions_;
    std::unique_ptr<people::SignIns> sign_ins_;
    std::unique_ptr<people::Api> api_;
    std::unique_ptr<http::Server> http_;
    std::unique_ptr<ControlSocket> control_;
};

}  // namespace

int serve(Config const& config) {
    auto const signals = block_signals();
    raise_file_limit();
    fs::create_directories(config.data_dir);
    House house{config};
    for (auto const& address : house.addresses())
        log::info("server.listening", {{"address", address}});
    int signal = 0;
    ::sigwait(&signals, &signal);
    house.end();
    return 0;
}

}  // namespace rufwerk
