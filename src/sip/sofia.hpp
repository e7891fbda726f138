#pragma once

// sofia-sip's own names for "what the application hangs on a nua and on a handle" must be set before its
// headers. Only .cpp files of sip/ include this.
namespace rufwerk::sip {
struct Leg;
struct Listening;
}  // namespace rufwerk::sip
#define NUA_MAGIC_T rufwerk::sip::Listening
#define NUA_HMAGIC_T rufwerk::sip::Leg

#include <sofia-sip/msg_addr.h>
#include <sofia-sip/msg_mclass.h>
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/nua.h>
#include <sofia-sip/nua_tag.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/sip_util.h>
#include <sofia-sip/su_log.h>
#include <sofia-sip/su_wait.h>
#include <sofia-sip/tport_tag.h>
