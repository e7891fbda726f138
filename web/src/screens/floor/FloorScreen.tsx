export function FloorScreen() {
    return null;
}
