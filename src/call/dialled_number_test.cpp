#include "call/dialled_number.hpp"

#include <gtest/gtest.h>

namespace rufwerk::call {
namespace {

TEST(DialledNumber, every_format_of_a_carrier_is_the_same_number) {
    for (auto const* dialled :
         {"+495551448000", "00495551448000", "05551448000", "495551448000", "+49 555 1448-000",
          "+495551448000;phone-context=+49", "(0555) 144 80.00", "0555/1448000"})
        EXPECT_EQ(to_e164(dialled, "49"), "+495551448000") << dialled;
}

TEST(DialledNumber, a_foreign_number_keeps_its_country) {
    EXPECT_EQ(to_e164("0033140000000", "49"), "+33140000000");
    EXPECT_EQ(to_e164("+33140000000", "49"), "+33140000000");
}

TEST(DialledNumber, what_is_no_number_is_nothing) {
    for (auto const* dialled : {"", "+", "anna", "+49555x", "1234567", "+1234567890123456", "++49555144", "0",
                                "+0555144", "49+5551448000"})
        EXPECT_EQ(to_e164(dialled, "49"), "") << dialled;
}

}  // namespace
}  // namespace rufwerk::call
