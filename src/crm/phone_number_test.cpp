#include "crm/phone_number.hpp"

#include <gtest/gtest.h>

namespace rufwerk::crm {
namespace {

TEST(PhoneNumber, every_way_to_write_it_is_the_same_number) {
    for (auto const* typed : {"0170 1234567", "0170/1234567", "+49 170 1234567", "0049 170 1234567",
                              "+49 (0)170 12 34-567", "tel:+49-170-1234567"})
        EXPECT_EQ(read_phone_number(typed).e164, "+491701234567") << typed;
    EXPECT_EQ(read_phone_number("+43 1 5134560").e164, "+4315134560");
}

TEST(PhoneNumber, what_is_none_is_named_with_its_remedy) {
    auto const fault = [](char const* typed) {
        auto const number = read_phone_number(typed);
        EXPECT_EQ(number.e164, "") << typed;
        return number.fault;
    };
    EXPECT_EQ(fault("keine"), "\"keine\" is not a telephone number: write +49 170 1234567 or 0170 1234567");
    EXPECT_NE(fault("12").find("too short"), std::string::npos);
    EXPECT_NE(fault("+999 1234567").find("country code"), std::string::npos);
    EXPECT_NE(fault("0170 123456789012345678").find("too long"), std::string::npos);
    EXPECT_NE(fault("").find("not a telephone number"), std::string::npos);
}

}  // namespace
}  // namespace rufwerk::crm
