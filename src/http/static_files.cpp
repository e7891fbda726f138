#include "http/static_files.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iterator>

namespace rufwerk::http {
namespace {

namespace fs = std::filesystem;

std::string_view content_type_of(fs::path const& file) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".wav", "audio/wav"},
        {".mp3", "audio/mpeg"},
        {".txt", "text/plain; charset=utf-8"},
        {".webmanifest", "application/manifest+json"},
    }};
    auto const extension = file.extension().string();
    for (auto const& [ending, type] : types)
        if (extension == ending) return type;
    return "application/octet-stream";
}

bool leaves_folder(std::string const& path) {
    return path.find("..") != std::string::npos || path.find('\\') != std::string::npos ||
           path.find("//") != std::string::npos;
}

}  // namespace

fs::path StaticFiles::find(std::string const& path) const {
    auto const direct = folder_ / path.substr(1);
    if (fs::is_regular_file(direct)) return direct;
    // A file that is named but absent is an error, not a page.
    if (direct.has_extension() && path.starts_with("/assets/")) return {};
    auto const second_slash = path.find('/', 1);
    auto const entry =
        folder_ / path.substr(1, second_slash == std::string::npos ? std::string::npos : second_slash - 1) /
        "index.html";
    if (path != "/" && fs::is_regular_file(entry)) return entry;
    auto const index = folder_ / "index.html";
    return fs::is_regular_file(index) ? index : fs::path{};
}

Answer StaticFiles::serve(std::string const& path, bool accepts_gzip, std::string_view if_none_match) const {
    auto const file = leaves_folder(path) || folder_.empty() ? fs::path{} : find(path);
    if (file.empty())
        return {
            .status = 404, .content_type = "text/plain; charset=utf-8", .body = "Not found\n", .headers = {}};
    auto stored = file;
    auto compressed = file;
    compressed += ".gz";
    bool const gzip = accepts_gzip && fs::is_regular_file(compressed);
    if (gzip) stored = compressed;
    std::error_code error;
    auto const changed = fs::last_write_time(stored, error).time_since_epoch().count();
    auto const size = fs::file_size(stored, error);
    Answer answer{
        .status = 200, .content_type = std::string{content_type_of(file)}, .body = {}, .headers = {}};
    auto const etag = fmt::format("\"{:x}-{:x}{}\"", changed, size, gzip ? "-gz" : "");
    bool const hashed = path.starts_with("/assets/");
    answer.headers.emplace_back("ETag", etag);
    answer.headers.emplace_back("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    answer.headers.emplace_back("Vary", "Accept-Encoding");
    if (if_none_match == etag) {
        answer.status = 304;
        return answer;
    }
    if (gzip) answer.headers.emplace_back("Content-Encoding", "gzip");
    std::ifstream stream{stored, std::ios::binary};
    answer.body.assign(std::istreambuf_iterator<char>{stream}, {});
    return answer;
}

}  // namespace rufwerk::http
