#include "store/faulty_disk.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

namespace rufwerk::store::testing {
namespace {

/// What SQLite allocates per open file; the system's own file object lies behind it.
struct OpenFile {
    sqlite3_file base;
    FaultyDisk* disk;
    std::string* path;  // null for temporary files, which no power cut concerns
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

OpenFile* self(sqlite3_file* file) { return reinterpret_cast<OpenFile*>(file); }
sqlite3_file* real(sqlite3_file* file) { return self(file)->real(); }
sqlite3_io_methods const* methods(sqlite3_file* file) { return real(file)->pMethods; }
FaultyDisk* disk_of(sqlite3_vfs* vfs) { return static_cast<FaultyDisk*>(vfs->pAppData); }

int close_file(sqlite3_file* file) {
    delete self(file)->path;
    return methods(file)->xClose(real(file));
}

int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    return methods(file)->xRead(real(file), to, size, offset);
}

int write_file(sqlite3_file* file, void const* from, int size, sqlite3_int64 offset) {
    auto& disk = *self(file)->disk;
    std::lock_guard const lock{disk.mutex()};
    if (auto const* path = self(file)->path) {
        sqlite3_int64 length = 0;
        methods(file)->xFileSize(real(file), &length);
        auto const* bytes = static_cast<char const*>(from);
        auto const code =
            disk.before_change(*path, {offset, {bytes, bytes + size}, false}, offset + size > length);
        if (code != SQLITE_OK) return code;
    }
    return methods(file)->xWrite(real(file), from, size, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    auto& disk = *self(file)->disk;
    std::lock_guard const lock{disk.mutex()};
    if (auto const* path = self(file)->path)
        if (auto const code = disk.before_change(*path, {size, {}, true}, false); code != SQLITE_OK)
            return code;
    return methods(file)->xTruncate(real(file), size);
}

int sync_file(sqlite3_file* file, int) {
    auto& disk = *self(file)->disk;
    std::lock_guard const lock{disk.mutex()};
    return self(file)->path == nullptr ? SQLITE_OK : disk.on_sync(*self(file)->path);
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    return methods(file)->xFileSize(real(file), size);
}
int lock_file(sqlite3_file* file, int kind) { return methods(file)->xLock(real(file), kind); }
int unlock_file(sqlite3_file* file, int kind) { return methods(file)->xUnlock(real(file), kind); }
int check_lock(sqlite3_file* file, int* held) { return methods(file)->xCheckReservedLock(real(file), held); }
int control(sqlite3_file* file, int operation, void* argument) {
    return methods(file)->xFileControl(real(file), operation, argument);
}
int sector_size(sqlite3_file* file) { return methods(file)->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return methods(file)->xDeviceCharacteristics(real(file)); }
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** to) {
    return methods(file)->xShmMap(real(file), page, size, extend, to);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
    return methods(file)->xShmLock(real(file), offset, count, flags);
}
void barrier(sqlite3_file* file) { methods(file)->xShmBarrier(real(file)); }
int unmap_shared(sqlite3_file* file, int remove) { return methods(file)->xShmUnmap(real(file), remove); }

// Version 2: no memory-mapped files, whose writes nobody would see.
sqlite3_io_methods const io_methods{2,         close_file,   read_file,       write_file,  truncate_file,
                                    sync_file, size_of_file, lock_file,       unlock_file, check_lock,
                                    control,   sector_size,  characteristics, map_shared,  lock_shared,
                                    barrier,   unmap_shared, nullptr,         nullptr};

int open_file(sqlite3_vfs* vfs, char const* path, sqlite3_file* file, int flags, int* out_flags) {
    auto* disk = disk_of(vfs);
    self(file)->base.pMethods = nullptr;
    self(file)->disk = disk;
    self(file)->path = nullptr;
    auto const code = disk->real()->xOpen(disk->real(), path, self(file)->real(), flags, out_flags);
    if (code != SQLITE_OK) return code;
    if (path != nullptr) self(file)->path = new std::string{path};
    self(file)->base.pMethods = &io_methods;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, char const* path, int sync_folder) {
    auto* disk = disk_of(vfs);
    std::lock_guard const lock{disk->mutex()};
    if (!disk->on_delete(path)) return SQLITE_IOERR_DELETE;
    return disk->real()->xDelete(disk->real(), path, sync_folder);
}

void apply(std::vector<char>& bytes, FaultyDisk::Write const& write, std::size_t size) {
    auto const offset = static_cast<std::size_t>(write.offset);
    if (write.truncates) return bytes.resize(offset);
    if (bytes.size() < offset + size) bytes.resize(offset + size);
    std::copy_n(write.bytes.begin(), size, bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

std::string next_name() {
    static std::atomic<int> made = 0;
    return "faulty-disk-" + std::to_string(++made);
}

}  // namespace

FaultyDisk::FaultyDisk(std::uint64_t seed)
    : name_{next_name()}, real_{sqlite3_vfs_find(nullptr)}, vfs_{new sqlite3_vfs{*real_}}, dice_{seed} {
    vfs_->szOsFile = static_cast<int>(sizeof(OpenFile)) + real_->szOsFile;
    vfs_->zName = name_.c_str();
    vfs_->pNext = nullptr;
    vfs_->pAppData = this;
    vfs_->xOpen = open_file;
    vfs_->xDelete = delete_file;
    // The rest works on paths only and needs the system's own object.
    vfs_->xAccess = [](sqlite3_vfs* vfs, char const* path, int flags, int* result) {
        return disk_of(vfs)->real()->xAccess(disk_of(vfs)->real(), path, flags, result);
    };
    vfs_->xFullPathname = [](sqlite3_vfs* vfs, char const* path, int size, char* to) {
        return disk_of(vfs)->real()->xFullPathname(disk_of(vfs)->real(), path, size, to);
    };
    sqlite3_vfs_register(vfs_, 0);
}

FaultyDisk::~FaultyDisk() {
    sqlite3_vfs_unregister(vfs_);
    delete vfs_;
}

void FaultyDisk::cut_after(std::int64_t operations) {
    std::lock_guard const lock{mutex_};
    cut_at_ = operations_ + operations;
}

void FaultyDisk::cut_now() {
    std::lock_guard const lock{mutex_};
    off_ = true;
}

/// False when the power is off, or goes off with this one.
bool FaultyDisk::count_operation() {
    if (off_) return false;
    if (++operations_ == cut_at_) off_ = true;
    return !off_;
}

int FaultyDisk::before_change(std::string const& path, Write write, bool grows) {
    if (full_ && grows) return SQLITE_FULL;
    auto const on = count_operation();
    // The write during which the power goes may still be torn; those after it never were.
    if (on || operations_ == cut_at_) files_[path].in_memory.push_back(std::move(write));
    if (!on) cut_at_ = -1;
    return on ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int FaultyDisk::on_sync(std::string const& path) {
    if (!count_operation()) return SQLITE_IOERR_FSYNC;
    if (lies_) return SQLITE_OK;
    auto& file = files_[path];
    for (auto const& write : file.in_memory)
        apply(file.on_disk, write, write.bytes.size());
    file.in_memory.clear();
    return SQLITE_OK;
}

bool FaultyDisk::on_delete(std::string const& path) {
    if (off_) return false;
    files_.erase(path);
    return true;
}

std::vector<char> FaultyDisk::survivor(File const& file) {
    auto bytes = file.on_disk;
    auto const luck =
        dice_() % 4;  // 0: nothing of it, 1: all of it, 2 and 3: some, torn at sectors of 512 bytes
    for (auto const& write : file.in_memory) {
        if (luck == 0 || (luck > 1 && dice_() % 2 == 0)) continue;
        auto size = write.bytes.size();
        if (luck == 3 && size > 512) size = dice_() % (size / 512 + 1) * 512;
        apply(bytes, write, std::min(size, write.bytes.size()));
    }
    return bytes;
}

void FaultyDisk::power_on() {
    std::lock_guard const lock{mutex_};
    for (auto& [path, file] : files_) {
        file.on_disk = survivor(file);
        file.in_memory.clear();
        std::ofstream out{path, std::ios::binary | std::ios::trunc};
        out.write(file.on_disk.data(), static_cast<std::streamsize>(file.on_disk.size()));
        std::filesystem::remove(path + "-shm");
    }
    off_ = false;
    cut_at_ = -1;
}

}  // namespace rufwerk::store::testing
