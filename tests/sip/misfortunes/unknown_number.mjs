// A number that the house does not have: 404, and no call is kept.
export const answer = 'at_once';
export const end_reason = null;

export async function run({ dial, until }) {
    const call = dial({ user: '0999123456' });
    await until(() => call.state === 'ended', 'refused');
    if (call.detail !== '404') throw new Error(`refused with ${call.detail}, not 404`);
}
