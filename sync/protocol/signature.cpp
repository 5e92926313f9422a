#include "sync/protocol/signature.h"

namespace kopilka::sync {

Bytes signed_text(const BatchHead& batch) {
    ByteWriter out;
    out.text("kopilka batch 1");
    out.text(batch.till.value);
    out.u32(batch.epoch.value);
    out.u64(batch.first.value);
    out.u32(batch.count);
    out.raw(batch.head.value);
    return out.take();
}

Signature sign(const KeyPair& key, const BatchHead& batch) {
    return sign_bytes(key, signed_text(batch));
}

bool verifies(const PublicKey& key, const BatchHead& batch, const Signature& signature) {
    return signature_holds(key, signed_text(batch), signature);
}

}  // namespace kopilka::sync
