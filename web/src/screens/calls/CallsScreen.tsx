export function CallsScreen() {
    return null;
}
