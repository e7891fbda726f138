#include "call/fact.hpp"

#include "base/text.hpp"

namespace rufwerk::call {

void FactData::name(std::string_view name) {
    if (json_.size() > 1) json_ += ',';
    json_ += '"';
    json_ += name;
    json_ += "\":";
}

FactData& FactData::text(std::string_view name, std::string_view value) {
    this->name(name);
    json_ += json_string(value);
    return *this;
}

FactData& FactData::number(std::string_view name, std::int64_t value) {
    this->name(name);
    json_ += std::to_string(value);
    return *this;
}

FactData& FactData::flag(std::string_view name, bool value) {
    this->name(name);
    json_ += value ? "true" : "false";
    return *this;
}

FactData& FactData::null(std::string_view name) {
    this->name(name);
    json_ += "null";
    return *this;
}

}  // namespace rufwerk::call
