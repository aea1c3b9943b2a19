// bench_floor FOLDER MIB: CPU seconds of each thing that moving a file cannot do without, on this machine, now. One line each: seconds, name.
//
// Both sides hash, one seals what the other opens, one reads the file and the other writes it, and the kernel carries it from one to the
// other. The sum over the number of processors is what no program that hashes and encrypts can go below.

#include <openssl/evp.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <netinet/in.h>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

constexpr size_t Block = 256 * 1024;
constexpr int Record = 16 * 1024;

std::vector<unsigned char> block(Block, 'x');

double cpuSeconds()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval &time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void must(bool good, const char *what)
{
    if (!good) {
        std::perror(what);
        std::exit(1);
    }
}

void told(const char *name, const std::function<void()> &work)
{
    const double before = cpuSeconds();
    work();
    std::printf("%.4f %s\n", cpuSeconds() - before, name);
}

void hash(size_t blocks)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    for (size_t i = 0; i < blocks; ++i)
        EVP_DigestUpdate(context.get(), block.data(), block.size());
}

void cipher(size_t blocks, int sealing)
{
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    const std::array<unsigned char, 16> key{};
    std::vector<unsigned char> out(Record);
    int length = 0;
    EVP_CipherInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, key.data(), key.data(), sealing);
    for (size_t i = 0; i < blocks; ++i) {
        for (size_t at = 0; at < Block; at += Record) {
            EVP_CipherInit_ex(context.get(), nullptr, nullptr, nullptr, key.data(), sealing);
            EVP_CipherUpdate(context.get(), out.data(), &length, block.data() + at, Record);
        }
    }
}

void writeFile(const char *path, size_t blocks)
{
    const int file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    must(file >= 0, path);
    for (size_t i = 0; i < blocks; ++i)
        must(::write(file, block.data(), Block) == static_cast<ssize_t>(Block), path);
    ::close(file);
}

void readFile(const char *path, size_t blocks)
{
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    must(file >= 0, path);
    for (size_t i = 0; i < blocks; ++i)
        must(::read(file, block.data(), Block) == static_cast<ssize_t>(Block), path);
    ::close(file);
}

/// A TCP connection on loopback: its two ends.
std::array<int, 2> connection()
{
    const int listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int near = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    must(::bind(listening, generic, size) == 0 && ::listen(listening, 1) == 0 && ::getsockname(listening, generic, &size) == 0, "listen");
    must(::connect(near, generic, size) == 0, "connect");
    const int far = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
    must(far >= 0, "accept");
    ::close(listening);
    return {near, far};
}

void carry(size_t blocks)
{
    const auto ends = connection();
    std::thread receiver([&] {
        std::vector<char> into(Block);
        while (::read(ends[1], into.data(), into.size()) > 0) {
        }
    });
    for (size_t i = 0; i < blocks; ++i)
        must(::send(ends[0], block.data(), Block, MSG_NOSIGNAL) == static_cast<ssize_t>(Block), "send");
    ::shutdown(ends[0], SHUT_WR);
    receiver.join();
    ::close(ends[0]);
    ::close(ends[1]);
}

} // namespace

int main(int count, char **words)
{
    if (count != 3) {
        std::fputs("bench_floor FOLDER MIB\n", stderr);
        return 2;
    }
    const std::string path = std::string(words[1]) + "/floor";
    const size_t blocks = std::strtoull(words[2], nullptr, 10) * 1024 * 1024 / Block;
    told("write the file", [&] { writeFile(path.c_str(), blocks); });
    told("read the file", [&] { readFile(path.c_str(), blocks); });
    ::unlink(path.c_str());
    told("SHA-256, sender", [&] { hash(blocks); });
    told("SHA-256, receiver", [&] { hash(blocks); });
    told("AES-128-GCM, sealing", [&] { cipher(blocks, 1); });
    told("AES-128-GCM, opening", [&] { cipher(blocks, 0); });
    told("loopback, both ends", [&] { carry(blocks); });
    return 0;
}
