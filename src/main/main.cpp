#include <cstdio>

int main() {
    std::puts("rufwerk " RUFWERK_VERSION);
    return 0;
}
