#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

struct sqlite3_vfs;
struct sqlite3_file;

/// What `kill -9` cannot test, because the system's memory survives it: a layer under SQLite that loses its
/// power (what was written and not synced is gone, in part, torn or out of order) or has no room.
namespace rufwerk::store::testing {

class FaultyDisk {
  public:
    explicit FaultyDisk(std::uint64_t seed);
    ~FaultyDisk();
    FaultyDisk(FaultyDisk const&) = delete;
    FaultyDisk& operator=(FaultyDisk const&) = delete;

    /// The name to open SQLite files with. Files must be new to this disk.
    std::string const& name() const { return name_; }
    /// The power goes off at the n-th write, truncation or sync from now.
    void cut_after(std::int64_t operations);
    void cut_now();
    bool is_off() const { return off_.load(); }
    /// Call when every connection is closed: the files then hold what the disk would hold. Power is on again.
    void power_on();
    /// A planted fault: syncs report success and do nothing, as some disks do.
    void lie_about_syncs() { lies_ = true; }
    /// No file can grow while full.
    void set_full(bool full) { full_ = full; }
    std::int64_t operations() const { return operations_.load(); }

    // For the functions SQLite calls; `path` names the file.
    struct Write {
        std::int64_t offset = 0;
        std::vector<char> bytes;
        bool truncates = false;
    };
    int before_change(std::string const& path, Write write, bool grows);
    int on_sync(std::string const& path);
    bool on_delete(std::string const& path);
    sqlite3_vfs* real() const { return real_; }
    std::mutex& mutex() { return mutex_; }

  private:
    struct File {
        std::vector<char> on_disk;
        std::vector<Write> in_memory;
    };

    bool count_operation();
    std::vector<char> survivor(File const& file);

    std::string name_;
    sqlite3_vfs* real_;
    sqlite3_vfs* vfs_;
    std::mutex mutex_;
    std::mt19937_64 dice_;
    std::map<std::string, File> files_;
    std::atomic<bool> off_ = false;
    std::atomic<bool> lies_ = false;
    std::atomic<bool> full_ = false;
    std::atomic<std::int64_t> operations_ = 0;
    std::int64_t cut_at_ = -1;
};

}  // namespace rufwerk::store::testing
