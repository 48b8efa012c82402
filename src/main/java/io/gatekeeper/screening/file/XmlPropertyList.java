package io.gatekeeper.screening.file;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads an XML property list without its document type: no entity is ever declared, so none is ever fetched. */
final class XmlPropertyList {

    private final XMLStreamReader xml;
    private final Bytes bytes;
    private final Budget budget;
    private int met;

    private XmlPropertyList(XMLStreamReader xml, Bytes bytes, Budget budget) {
        this.xml = xml;
        this.bytes = bytes;
        this.budget = budget;
    }

    static Object read(Bytes bytes, Budget budget) throws BrokenFileException {
        // The one of the platform: another on the class path may know other settings.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
        try {
            XMLStreamReader xml =
                    factory.createXMLStreamReader(new ByteArrayInputStream(bytes.array(), 0, bytes.length()), "UTF-8");
            return new XmlPropertyList(xml, bytes, budget).document();
        } catch (XMLStreamException | RuntimeException e) {
            // The parser of the platform answers some broken files with an unchecked exception.
            throw bytes.broken("is no XML property list", false);
        }
    }

    private Object document() throws XMLStreamException, BrokenFileException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && !xml.getLocalName().equals("plist")) {
                return value(0);
            }
        }
        throw bytes.broken("holds nothing", false);
    }

    private Object value(int depth) throws XMLStreamException, BrokenFileException {
        budget.checkTime(bytes.where());
        if (++met > budget.limits().maxElements() || depth > budget.limits().maxDepth()) {
            throw bytes.broken("has more values, or deeper ones, than are read", true);
        }
        return switch (xml.getLocalName()) {
            case "dict" -> map(depth);
            case "array" -> list(depth);
            case "true" -> empty(Boolean.TRUE);
            case "false" -> empty(Boolean.FALSE);
            case "data", "date" -> {
                text();
                yield "";
            }
            default -> text();
        };
    }

    private Map<String, Object> map(int depth) throws XMLStreamException, BrokenFileException {
        Map<String, Object> map = new LinkedHashMap<>();
        String key = "";
        while (nextElement()) {
            if (xml.getLocalName().equals("key")) {
                key = text();
            } else {
                map.put(key, value(depth + 1));
            }
        }
        return map;
    }

    private List<Object> list(int depth) throws XMLStreamException, BrokenFileException {
        List<Object> list = new ArrayList<>();
        while (nextElement()) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private boolean nextElement() throws XMLStreamException {
        int event = xml.next();
        while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT) {
            event = xml.next();
        }
        return event == XMLStreamConstants.START_ELEMENT;
    }

    private String text() throws XMLStreamException {
        return xml.getElementText();
    }

    private Boolean empty(Boolean value) throws XMLStreamException {
        text();
        return value;
    }
}
