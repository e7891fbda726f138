#include "sip/caller_identity.hpp"

#include "sip/dialog_snapshot.hpp"

#include <gtest/gtest.h>

namespace rufwerk::sip {
namespace {

TEST(CallerIdentity, the_asserted_identity_goes_before_from) {
    auto const caller =
        caller_identity("\"Someone\" <sip:1@x>;tag=1", "\"A, \\\"B\\\"\" <sip:+4930;npdi@c>, <tel:+49>", "");
    EXPECT_EQ("+4930", caller.number);
    EXPECT_EQ("A, \"B\"", caller.name);
    EXPECT_EQ("+4940", caller_identity("<sip:1@x>", "<sip:c.example>, <tel:+4940;ext=1>", "").number);
    EXPECT_EQ("1", caller_identity("sip:1@x;tag=3", "", "").number);
    EXPECT_EQ("Anna Berg", caller_identity("Anna Berg <sip:%2B49@x>", "", "none").name);
    EXPECT_EQ("+49", caller_identity("Anna Berg <sip:%2B49@x>", "", "none").number);
}

TEST(CallerIdentity, a_withheld_identity_is_anonymous_even_when_asserted) {
    for (auto const* privacy : {"id", "user;id", "critical; ID", "header"}) {
        auto const caller = caller_identity("<sip:1@x>", "\"Anna\" <sip:+4930@c>", privacy);
        EXPECT_EQ("anonymous", caller.number) << privacy;
        EXPECT_EQ("", caller.name);
    }
    EXPECT_EQ("anonymous",
              caller_identity("\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1", "", "").number);
}

TEST(CallerIdentity, rubbish_is_anonymous) {
    for (auto const* from : {"", "\"", "\"\\", "<", "<sip:", "<sip:@x>", "x", "<http:a@b>", "<sip:%ff@x>"}) {
        EXPECT_EQ("anonymous", caller_identity(from, from, "").number) << from;
    }
}

TEST(DialogSnapshot, comes_back_as_it_was_written) {
    DialogSnapshot const dialog{"id", "<sip:a@b>;tag=1",   "<sip:c@d>;tag=2", "sip:c@d",
                                "",   "udp:127.0.0.1:5060"};
    EXPECT_EQ(dialog, parse_dialog(to_text(dialog)));
    EXPECT_FALSE(parse_dialog(""));
    EXPECT_FALSE(parse_dialog(to_text(dialog) + "x"));
    EXPECT_FALSE(parse_dialog(to_text({})));
}

}  // namespace
}  // namespace rufwerk::sip
