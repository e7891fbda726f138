// Foreign JSON into a struct of every kind of member; what decodes must encode and decode to the same text.
#include "wire/wire.hpp"

#include <cstdint>

namespace fuzz {

enum class Channel { voice, chat };
BOOST_DESCRIBE_ENUM(Channel, voice, chat)
struct Card {
    std::string number;
};
WIRE_STRUCT(Card, number)
struct Cash {
    std::int32_t cents = 0;
};
WIRE_STRUCT(Cash, cents)
struct Everything {
    std::optional<std::string> text;
    std::optional<std::vector<Card>> cards;
    std::optional<std::variant<Card, Cash>> payment;
    std::optional<std::map<std::string, double>> numbers;
    std::optional<Channel> channel;
    std::optional<rufwerk::Id<struct FuzzTag>> id;
    std::optional<rufwerk::Instant> at;
    std::optional<bool> flag;
    std::optional<std::uint64_t> bits;
    std::optional<std::int64_t> whole;
    std::optional<double> real;
};
WIRE_STRUCT(Everything, text, cards, payment, numbers, channel, id, at, flag, bits, whole, real)

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace rufwerk;
    std::string text;
    try {
        text = wire::encode(wire::decode<fuzz::Everything>({reinterpret_cast<char const*>(data), size}));
    } catch (Problem const&) {
        return 0;  // refused with every fault named: what foreign bytes deserve
    }
    // Outside of the try: to refuse our own text is a fault of ours, and the fuzzer sees the exception.
    if (wire::encode(wire::decode<fuzz::Everything>(text)) != text) __builtin_trap();
    return 0;
}
