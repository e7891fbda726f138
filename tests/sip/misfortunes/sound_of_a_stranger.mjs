// Somebody else on the network sends sound to the caller's port in mid-call: the agent goes on hearing the caller alone.
import { TonePhone } from '../../harness/tone.mjs';

export const answer = 'at_once';
export const end_reason = 'caller_hung_up';

export async function run({ dial, until, phones, ready, tone, phone_tone }) {
    const stranger = await TonePhone.open(700, '127.0.0.7');
    try {
        phones.on_call = (call) => { call.ring(); call.answer(phones.sdp); };
        await ready('agent1');
        const call = dial({ sdp: tone.sdp });
        await until(() => call.state === 'answered', 'answered');
        tone.send_to(call.remote_port());
        await until(() => phone_tone.hears(440) > 0.8, 'the agent hears the caller');
        stranger.send_to(call.remote_port());
        phone_tone.forget();
        await until(() => phone_tone.heard.length >= 8000, 'a second more');
        if (phone_tone.hears(700) > 0.01) throw new Error(`the stranger is heard: ${phone_tone.hears(700)}`);
        if (phone_tone.hears(440) < 0.8) throw new Error(`the caller is no longer heard: ${phone_tone.hears(440)}`);
        if (stranger.packets > 0) throw new Error('the stranger hears the agent');
        call.bye();
        await until(() => phones.calls.size === 0, 'the telephone is out');
    } finally {
        stranger.close();
    }
}
