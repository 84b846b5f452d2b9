/*
 * The least that fanning out can cost: SRTP packets of one publisher come in on a UDP port, are authenticated and decrypted, and go
 * to every viewer under the viewer's own key, with new header, numbers and VP8 picture id, as the media worker's do. Nothing else:
 * no ICE, no DTLS, no rooms, no feedback, one thread. libcrypto's EVP for AES-128-GCM (RFC 7714), recvmmsg, sendmmsg, UDP_SEGMENT.
 *
 * Standard input: key and salt of the publisher in hex, then the viewers' ports on loopback, then "end", one a line.
 * Standard output: its own port. It ends with its parent.
 *
 * cc -O2 -march=native fanout.c -lcrypto
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
  BATCH = 64,           /* packets received, and sent, with one system call */
  SLOT = 2048,          /* bytes for a packet that comes in */
  HEADER_IN = 12,       /* the least */
  HEADER_OUT = 16,      /* with the source's number as CSRC */
  TAG = 16,
  KEY = 16,
  SALT = 12,
  MAX_PACKET = 1500,
  BUFFER = 8 << 20
};

struct viewer {
  EVP_CIPHER_CTX *cipher;
  struct sockaddr_in to;
  uint32_t ssrc;
  uint32_t roc;
  uint16_t sequence;
  uint16_t picture;
  uint8_t salt[SALT];
};

/* A packet that came in, decrypted in place. */
struct packet {
  uint8_t *header;
  uint8_t *payload;
  int length; /* of the payload */
};

static uint8_t received[BATCH][SLOT];
static uint8_t slab[BATCH * MAX_PACKET];

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void parse_hex(const char *text, uint8_t *out, int count) {
  for (int i = 0; i < count; i++) {
    unsigned value;
    if (sscanf(text + 2 * i, "%2x", &value) != 1) {
      fprintf(stderr, "not hex: %s\n", text);
      exit(2);
    }
    out[i] = (uint8_t)value;
  }
}

/* RFC 7714 section 8.1. */
static void make_iv(uint8_t iv[SALT], const uint8_t salt[SALT], const uint8_t *ssrc, uint32_t roc, const uint8_t *sequence) {
  memcpy(iv, salt, SALT);
  for (int i = 0; i < 4; i++) {
    iv[2 + i] ^= ssrc[i];
  }
  iv[6] ^= (uint8_t)(roc >> 24);
  iv[7] ^= (uint8_t)(roc >> 16);
  iv[8] ^= (uint8_t)(roc >> 8);
  iv[9] ^= (uint8_t)roc;
  iv[10] ^= sequence[0];
  iv[11] ^= sequence[1];
}

static EVP_CIPHER_CTX *make_cipher(const uint8_t key[KEY], int encrypt) {
  EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
  if (cipher == NULL || EVP_CipherInit_ex(cipher, EVP_aes_128_gcm(), NULL, key, NULL, encrypt) != 1) {
    die("EVP_CipherInit_ex");
  }
  return cipher;
}

static int header_length(const uint8_t *packet, int length) {
  int header = HEADER_IN + 4 * (packet[0] & 0x0F);
  if ((packet[0] & 0x10) != 0 && header + 4 <= length) {
    header += 4 + 4 * (packet[header + 2] << 8 | packet[header + 3]);
  }
  return header;
}

/* False for what is not the publisher's. The run is short: the publisher's sequence numbers do not wrap. */
static int open_packet(EVP_CIPHER_CTX *cipher, const uint8_t salt[SALT], uint8_t *data, int length, struct packet *out) {
  uint8_t iv[SALT];
  int header, written;
  if (length < HEADER_IN + TAG || (header = header_length(data, length)) + TAG > length) {
    return 0;
  }
  int payload = length - header - TAG;
  make_iv(iv, salt, data + 8, 0, data + 2);
  if (EVP_DecryptInit_ex(cipher, NULL, NULL, NULL, iv) != 1
      || EVP_DecryptUpdate(cipher, NULL, &written, data, header) != 1
      || EVP_DecryptUpdate(cipher, data + header, &written, data + header, payload) != 1
      || EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_SET_TAG, TAG, data + length - TAG) != 1
      || EVP_DecryptFinal_ex(cipher, data + header, &written) != 1) {
    return 0;
  }
  *out = (struct packet){data, data + header, payload};
  return 1;
}

/* Writes the packet as the viewer's; answers its length. */
static int seal_packet(struct viewer *viewer, const struct packet *packet, uint8_t *out) {
  uint8_t iv[SALT];
  int written;
  uint32_t ssrc = htonl(viewer->ssrc), csrc = htonl(7);
  uint16_t sequence = htons(viewer->sequence);
  out[0] = 0x81;
  out[1] = packet->header[1];
  memcpy(out + 2, &sequence, 2);
  memcpy(out + 4, packet->header + 4, 4);
  memcpy(out + 8, &ssrc, 4);
  memcpy(out + 12, &csrc, 4);
  memcpy(out + HEADER_OUT, packet->payload, (size_t)packet->length);
  out[HEADER_OUT + 2] = (uint8_t)(0x80 | viewer->picture >> 8);
  out[HEADER_OUT + 3] = (uint8_t)viewer->picture;
  viewer->picture = (uint16_t)((viewer->picture + packet->header[1] / 128) & 0x7FFF);
  make_iv(iv, viewer->salt, out + 8, viewer->roc, out + 2);
  if (EVP_EncryptInit_ex(viewer->cipher, NULL, NULL, NULL, iv) != 1
      || EVP_EncryptUpdate(viewer->cipher, NULL, &written, out, HEADER_OUT) != 1
      || EVP_EncryptUpdate(viewer->cipher, out + HEADER_OUT, &written, out + HEADER_OUT, packet->length) != 1
      || EVP_EncryptFinal_ex(viewer->cipher, out + HEADER_OUT + packet->length, &written) != 1
      || EVP_CIPHER_CTX_ctrl(viewer->cipher, EVP_CTRL_GCM_GET_TAG, TAG, out + HEADER_OUT + packet->length) != 1) {
    die("seal");
  }
  viewer->roc += ++viewer->sequence == 0;
  return HEADER_OUT + packet->length + TAG;
}

/* One message for the viewer's packets from here on that have one size; the last of them may be shorter (udp(7)). */
static void describe(struct mmsghdr *message, struct iovec *part, char *control, struct viewer *viewer, int segment, int packets) {
  memset(message, 0, sizeof *message);
  message->msg_hdr.msg_name = &viewer->to;
  message->msg_hdr.msg_namelen = sizeof viewer->to;
  message->msg_hdr.msg_iov = part;
  message->msg_hdr.msg_iovlen = 1;
  if (packets > 1) {
    struct cmsghdr *header = (struct cmsghdr *)control;
    uint16_t size = (uint16_t)segment;
    header->cmsg_len = CMSG_LEN(sizeof size);
    header->cmsg_level = SOL_UDP;
    header->cmsg_type = UDP_SEGMENT;
    memcpy(CMSG_DATA(header), &size, sizeof size);
    message->msg_hdr.msg_control = control;
    message->msg_hdr.msg_controllen = CMSG_SPACE(sizeof size);
  }
}

static void flush(int udp, struct mmsghdr *messages, int count) {
  for (int done = 0; done < count;) {
    int sent = sendmmsg(udp, messages + done, (unsigned)(count - done), MSG_DONTWAIT);
    if (sent <= 0) {
      return; /* a full socket drops, as the worker's does */
    }
    done += sent;
  }
}

static void fan_out(int udp, struct viewer *viewers, int count, const struct packet *packets, int batch) {
  static struct mmsghdr messages[BATCH];
  static struct iovec parts[BATCH];
  static char controls[BATCH][CMSG_SPACE(sizeof(uint16_t))] __attribute__((aligned(sizeof(size_t))));
  int used = 0, waiting = 0, taken = 0;
  for (int v = 0; v < count; v++) {
    if (taken + batch > BATCH) {
      flush(udp, messages, waiting);
      used = waiting = taken = 0;
    }
    for (int p = 0; p < batch;) {
      int first = used, run = 0, segment = 0, length;
      do {
        length = seal_packet(&viewers[v], &packets[p++], slab + used);
        segment = run++ == 0 ? length : segment;
        used += length;
      } while (p < batch && length == segment && packets[p].length <= packets[p - 1].length
               && used - first + segment <= 65000);
      parts[waiting] = (struct iovec){slab + first, (size_t)(used - first)};
      describe(&messages[waiting], &parts[waiting], controls[waiting], &viewers[v], segment, run);
      waiting++;
    }
    taken += batch;
  }
  flush(udp, messages, waiting);
}

static int open_socket(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int size = BUFFER, udp = socket(AF_INET, SOCK_DGRAM, 0);
  if (udp < 0 || bind(udp, (struct sockaddr *)&address, sizeof address) != 0
      || getsockname(udp, (struct sockaddr *)&address, &length) != 0) {
    die("socket");
  }
  if (setsockopt(udp, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0) {
    setsockopt(udp, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  }
  if (setsockopt(udp, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size) != 0) {
    setsockopt(udp, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  }
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return udp;
}

static struct viewer *read_viewers(int *count) {
  struct viewer *viewers = NULL;
  char line[64];
  for (*count = 0; fgets(line, sizeof line, stdin) != NULL && atoi(line) > 0; (*count)++) {
    uint8_t key[KEY];
    viewers = realloc(viewers, sizeof *viewers * (size_t)(*count + 1));
    struct viewer *viewer = &viewers[*count];
    memset(viewer, 0, sizeof *viewer);
    if (getrandom(key, KEY, 0) != KEY || getrandom(viewer->salt, SALT, 0) != SALT) {
      die("getrandom");
    }
    viewer->cipher = make_cipher(key, 1);
    viewer->ssrc = 0x1000u + (uint32_t)*count;
    viewer->to = (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(line)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  }
  return viewers;
}

int main(void) {
  char line[128];
  uint8_t key[KEY], salt[SALT];
  int count;
  if (fgets(line, sizeof line, stdin) == NULL || strlen(line) < 2 * (KEY + SALT)) {
    return 2;
  }
  parse_hex(line, key, KEY);
  parse_hex(line + 2 * KEY, salt, SALT);
  struct viewer *viewers = read_viewers(&count);
  EVP_CIPHER_CTX *publisher = make_cipher(key, 0);
  struct mmsghdr messages[BATCH];
  struct iovec parts[BATCH];
  struct packet packets[BATCH];
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < BATCH; i++) {
    parts[i] = (struct iovec){received[i], SLOT};
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  int udp = open_socket();
  pid_t parent = getppid();
  struct timeval second = {.tv_sec = 1};
  setsockopt(udp, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
  for (;;) {
    int got = recvmmsg(udp, messages, BATCH, MSG_WAITFORONE, NULL), batch = 0;
    if (got <= 0 && getppid() != parent) {
      return 0;
    }
    for (int i = 0; i < got; i++) {
      batch += open_packet(publisher, salt, received[i], (int)messages[i].msg_len, &packets[batch]);
    }
    if (batch > 0) {
      fan_out(udp, viewers, count, packets, batch);
    }
  }
}
