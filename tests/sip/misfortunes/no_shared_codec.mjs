// An offer without G.711: 488, and nothing is left.
export const answer = 'at_once';
export const end_reason = ['refused_media', null];

export async function run({ dial, until, tone }) {
    const call = dial({ sdp: tone.sdp.replace('8 101', '18').replace(/a=rtpmap[^\n]*\n/g, '') });
    await until(() => call.state === 'ended', 'refused');
    if (call.detail !== '488') throw new Error(`refused with ${call.detail}, not 488`);
}
