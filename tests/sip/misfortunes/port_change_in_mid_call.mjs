// The caller's telephone moves its sound to another port by re-INVITE (RFC 3264 8.3.1): the agent's voice follows it there.
import { sdp_of } from '../../harness/sip_host.mjs';
import { TonePhone } from '../../harness/tone.mjs';

export const answer = 'at_once';
export const end_reason = 'caller_hung_up';

export async function run({ dial, until, phones, ready, tone }) {
    const moved = await TonePhone.open(440);
    try {
        phones.on_call = (call) => { call.ring(); call.answer(phones.sdp); };
        await ready('agent1');
        const call = dial({ sdp: tone.sdp });
        await until(() => call.state === 'answered', 'answered');
        tone.send_to(call.remote_port());
        await until(() => tone.hears(1000) > 0.8, 'the caller hears the agent');
        tone.stop();
        call.reinvite(sdp_of(moved.port));
        await until(() => call.reinvite_status === 200, 'the move is answered');
        moved.send_to(call.remote_port());
        await until(() => moved.hears(1000) > 0.8, 'the caller hears the agent at the new port');
        call.bye();
        await until(() => phones.calls.size === 0, 'the telephone is out');
    } finally {
        moved.close();
    }
}
